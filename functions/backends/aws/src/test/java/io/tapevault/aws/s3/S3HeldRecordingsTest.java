package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.aws.s3.StubS3.Asked;
import io.tapevault.event.NotPermitted;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3HeldRecordingsTest {

  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final String KEY = SID + ".tar";
  private static final String OTHER =
      KEY.substring(0, KEY.length() - 4) + ".other-0123456789abcdef.tar";

  private static HeldRecordings held(StubS3 stub) {
    return S3ObjectStore.open(stub.uri(""), StubS3.credentials(), HTTP, InstantSource.system())
        .held();
  }

  /// Two versions and a delete marker; `lock` is what is said to a legal hold, `tags` what is
  /// there.
  private static Function<Asked, Answer> bucket(Answer lock, String tags) {
    return asked -> {
      String line = asked.line();
      if (line.contains("?versions")) {
        return new Answer(200, versions());
      }
      if (line.contains("legal-hold")) {
        return lock;
      }
      return line.startsWith("GET")
          ? new Answer(200, "<Tagging><TagSet>" + tags + "</TagSet></Tagging>")
          : Answer.ok();
    };
  }

  private static String versions() {
    String version =
        "<Version><Key>%s</Key><VersionId>%s</VersionId><Size>5</Size><ETag>e</ETag>"
            + "<LastModified>2026-03-0%dT12:00:00.000Z</LastModified></Version>";
    return "<ListVersionsResult><DeleteMarker><Key>"
        + KEY
        + "</Key><VersionId>m</VersionId></DeleteMarker>"
        + version.formatted(KEY, "new", 2)
        + version.formatted(KEY, "old", 1)
        + version.formatted(KEY + "x", "other", 1)
        + version.formatted(OTHER, "beside", 1)
        + "</ListVersionsResult>";
  }

  private static String tag(String key, String value) {
    return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
  }

  private static List<String> written(StubS3 stub) {
    return stub.asked().stream()
        .filter(asked -> asked.line().startsWith("PUT"))
        .map(asked -> asked.line() + " " + asked.body().replaceAll(" xmlns=\"[^\"]*\"", ""))
        .toList();
  }

  @Test
  void every_version_gets_a_legal_hold_of_s3_and_a_tag_and_keeps_the_tags_of_others()
      throws IOException {
    String tags = tag("team", "red") + tag("tapevault", "expired");
    try (StubS3 stub = StubS3.answering(bucket(Answer.ok(), tags))) {
      held(stub).keep(SID);
      String lock = "<LegalHold><Status>ON</Status></LegalHold>";
      String after =
          "<Tagging><TagSet>"
              + tag("team", "red")
              + tag("tapevault", "held")
              + "</TagSet></Tagging>";
      assertEquals(
          List.of(
              "PUT /tapes/" + KEY + "?legal-hold&versionId=new " + lock,
              "PUT /tapes/" + KEY + "?tagging&versionId=new " + after,
              "PUT /tapes/" + KEY + "?legal-hold&versionId=old " + lock,
              "PUT /tapes/" + KEY + "?tagging&versionId=old " + after,
              "PUT /tapes/" + OTHER + "?legal-hold&versionId=beside " + lock,
              "PUT /tapes/" + OTHER + "?tagging&versionId=beside " + after),
          written(stub));
    }
  }

  @Test
  void in_a_bucket_without_object_lock_the_tag_is_all_there_is() throws IOException {
    for (Answer none :
        List.of(Answer.error(400, "InvalidRequest"), Answer.error(501, "NotImplemented"))) {
      try (StubS3 stub = StubS3.answering(bucket(none, ""))) {
        held(stub).keep(SID);
        assertEquals(
            3, stub.lines().stream().filter(line -> line.matches("PUT .*tagging.*")).count());
      }
    }
  }

  @Test
  void what_is_held_already_is_not_tagged_again_and_letting_go_takes_only_our_tag()
      throws IOException {
    String tags = tag("team", "red") + tag("tapevault", "held");
    try (StubS3 stub = StubS3.answering(bucket(Answer.error(400, "InvalidRequest"), tags))) {
      held(stub).keep(SID);
      assertEquals(
          0, stub.lines().stream().filter(line -> line.matches("PUT .*tagging.*")).count());
      held(stub).letGo(SID);
      assertEquals(
          List.of("<Tagging><TagSet>" + tag("team", "red") + "</TagSet></Tagging>"),
          stub.asked().stream()
              .filter(asked -> asked.line().matches("PUT .*tagging.*"))
              .map(asked -> asked.body().replaceAll(" xmlns=\"[^\"]*\"", ""))
              .distinct()
              .toList());
    }
  }

  @Test
  void of_what_has_expired_every_version_of_that_age_is_marked_and_none_is_deleted()
      throws IOException {
    try (StubS3 stub = StubS3.answering(bucket(Answer.ok(), ""))) {
      S3ObjectStore.open(stub.uri(""), StubS3.credentials(), HTTP, InstantSource.system())
          .expiring()
          .remove(SID, Instant.parse("2026-03-01T12:00:00Z"));
      String after = "<Tagging><TagSet>" + tag("tapevault", "expired") + "</TagSet></Tagging>";
      assertEquals(List.of("PUT /tapes/" + KEY + "?tagging&versionId=old " + after), written(stub));
      assertTrue(stub.lines().stream().noneMatch(line -> line.startsWith("DELETE")));
    }
  }

  @Test
  void a_session_without_a_recording_is_no_fault_and_a_right_that_is_missing_is_named()
      throws IOException {
    try (StubS3 stub =
        StubS3.answering(asked -> new Answer(200, "<ListVersionsResult></ListVersionsResult>"))) {
      held(stub).keep(SID);
      assertEquals(2, stub.asked().size());
    }
    try (StubS3 stub = StubS3.answering(bucket(Answer.error(403, "AccessDenied"), ""))) {
      NotPermitted refused = assertThrows(NotPermitted.class, () -> held(stub).keep(SID));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("s3:PutObjectLegalHold"),
          refused::toString);
    }
  }
}
