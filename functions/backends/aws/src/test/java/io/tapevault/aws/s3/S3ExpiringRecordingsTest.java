package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.aws.s3.StubS3.Asked;
import io.tapevault.event.NotPermitted;
import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3ExpiringRecordingsTest {

  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final String GONE = "6b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d";
  private static final String KEY = SID + ".tar";
  private static final Instant WRITTEN = Instant.parse("2026-03-01T12:00:00Z");
  private static final String STATE = "5-" + WRITTEN.toEpochMilli();
  private static final String DERIVED = ObjectKey.DERIVED + SID + ".";
  private static final Answer NO_TAGS = new Answer(200, "<Tagging><TagSet></TagSet></Tagging>");

  private static ExpiringRecordings expiring(StubS3 stub) {
    return S3ObjectStore.open(stub.uri(""), StubS3.credentials(), HTTP, InstantSource.system())
        .expiring();
  }

  /// A bucket that holds these; of a lock it says what it is told.
  private static Function<Asked, Answer> holding(Answer lock, String... keys) {
    return asked -> {
      String line = asked.line();
      if (line.contains("?versions")) {
        String prefix = line.replaceAll(".*[?&]prefix=([^&]*).*", "$1").replace("%2F", "/");
        StringBuilder list = new StringBuilder("<ListVersionsResult>");
        Arrays.stream(keys)
            .filter(key -> key.startsWith(prefix))
            .forEach(key ->
                list.append(
                    "<Version><Key>%s</Key><VersionId>v</VersionId><Size>5</Size><ETag>e</ETag><LastModified>%s</LastModified></Version>"
                        .formatted(key, WRITTEN)));
        return new Answer(200, list + "</ListVersionsResult>");
      }
      return line.contains("retention") ? lock : NO_TAGS;
    };
  }

  private static List<String> marked(StubS3 stub) {
    return stub.lines().stream()
        .filter(line -> line.startsWith("PUT"))
        .map(line -> line.replaceAll("PUT /tapes/(.*)[?]tagging.*", "$1").replace("%2F", "/"))
        .toList();
  }

  @Test
  void with_a_recording_goes_all_that_was_derived_of_it_and_no_redaction() throws IOException {
    String[] of = {
      DERIVED + STATE + ".json",
      DERIVED + STATE + ".cast.gz",
      DERIVED + STATE + ".r2.redacted.cast.gz",
      DERIVED + STATE + ".r2.transcript.ndjson.gz"
    };
    String[] others = {
      DERIVED + "6-1.json", ObjectKey.DERIVED + GONE + "." + STATE + ".json", KEY + "x"
    };
    String[] keys = {
      KEY, of[0], of[1], of[2], of[3], others[0], others[1], others[2], redaction(SID.value())
    };
    try (StubS3 stub = StubS3.answering(holding(Answer.ok(), keys))) {
      expiring(stub).remove(SID, WRITTEN);
      assertEquals(List.of(KEY, of[0], of[1], of[2], of[3]), marked(stub));
    }
  }

  private static String redaction(String sid) {
    return "redactions/" + sid + ".1.json";
  }

  @Test
  void what_hides_something_goes_when_no_version_of_the_recording_is_left() throws IOException {
    String[] keys = {KEY, redaction(SID.value()), redaction(GONE), "redactions/other.json"};
    try (StubS3 stub = StubS3.answering(holding(Answer.ok(), keys))) {
      expiring(stub).removeWhatIsLeft(() -> true);
      assertEquals(List.of(redaction(GONE)), marked(stub));
    }
    try (StubS3 stub = StubS3.answering(holding(Answer.ok(), keys))) {
      expiring(stub).removeWhatIsLeft(() -> false);
      assertEquals(List.of(), marked(stub));
    }
  }

  @Test
  void what_s3_lets_nobody_remove_is_locked_until_then_and_in_a_bucket_without_a_lock_nothing_is()
      throws IOException {
    Answer until =
        new Answer(
            200,
            "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2027-03-01T12:00:00.000Z</RetainUntilDate></Retention>");
    Instant end = Instant.parse("2027-03-01T12:00:00Z");
    try (StubS3 stub = StubS3.answering(holding(until, KEY))) {
      assertTrue(expiring(stub).isLocked(SID, end.minusSeconds(1)));
      assertFalse(expiring(stub).isLocked(SID, end));
    }
    for (Answer none :
        List.of(
            Answer.error(404, "NoSuchObjectLockConfiguration"),
            Answer.error(400, "InvalidRequest"),
            Answer.error(501, "NotImplemented"))) {
      try (StubS3 stub = StubS3.answering(holding(none, KEY))) {
        assertFalse(expiring(stub).isLocked(SID, WRITTEN));
      }
    }
    try (StubS3 stub = StubS3.answering(holding(Answer.error(403, "AccessDenied"), KEY))) {
      NotPermitted refused =
          assertThrows(NotPermitted.class, () -> expiring(stub).isLocked(SID, WRITTEN));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("s3:GetObjectRetention"),
          refused::toString);
    }
  }
}
