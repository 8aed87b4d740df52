package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.aws.s3.StubS3.Asked;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.ObjectStore.Written;
import io.tapevault.recording.SessionId;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3VersionsTest {

  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final Recording RECORDING = new Recording(SID);
  private static final String KEY = SID + ".tar";

  @Test
  void the_oldest_version_is_found_on_the_last_page() throws Exception {
    Function<Asked, Answer> twoPages =
        asked ->
            asked.line().contains("key-marker")
                ? list(version(KEY, "v2", 22, "2026-11-02"), version(KEY, "v1", 11, "2026-11-01"))
                : list(
                    "<IsTruncated>true</IsTruncated><NextKeyMarker>"
                        + KEY
                        + "</NextKeyMarker>"
                        + "<NextVersionIdMarker>v3</NextVersionIdMarker>",
                    marker(KEY, "v4", "2026-11-04"),
                    version(KEY, "v3", 33, "2026-11-03"));
    try (StubS3 stub = StubS3.answering(twoPages)) {
      StoredObject found = store(stub).find(RECORDING).orElseThrow();
      assertEquals(11, found.size());
      assertEquals(Instant.parse("2026-11-01T00:00:00Z"), found.written());
      assertEquals(2, stub.asked().size());
    }
  }

  @Test
  void a_range_is_taken_only_where_it_is_the_one_that_was_asked_for() throws Exception {
    assertEquals("llo", middleOf(new Answer(206, "llo", range("bytes 2-4/5"))));
    assertEquals("llo", middleOf(new Answer(206, "llo", range("bytes 2-4/*"))));
    for (Answer other :
        List.of(
            new Answer(200, "hello"),
            new Answer(200, "llo"),
            new Answer(206, "hel", range("bytes 0-2/5")),
            new Answer(206, "ll", range("bytes 2-3/5")),
            new Answer(206, "ll", range("bytes 2-4/5")))) {
      assertThrows(Unavailable.class, () -> middleOf(other), other::toString);
    }
  }

  private static Map<String, String> range(String range) {
    return Map.of("Content-Range", range);
  }

  private String middleOf(Answer answer) throws Exception {
    try (StubS3 stub =
            StubS3.answering(asked ->
                asked.line().contains("?versions")
                    ? list(version(KEY, "v1", 5, "2026-11-01"))
                    : answer);
        InputStream range = store(stub).find(RECORDING).orElseThrow().open(2, 3)) {
      return new String(range.readAllBytes(), UTF_8);
    }
  }

  @Test
  void of_two_versions_with_one_time_the_one_behind_is_older() throws Exception {
    try (StubS3 stub =
        StubS3.answering(asked ->
            list(version(KEY, "v2", 22, "2026-11-01"), version(KEY, "v1", 11, "2026-11-01")))) {
      assertEquals(11, store(stub).find(RECORDING).orElseThrow().size());
    }
  }

  @Test
  void a_delete_marker_hides_nothing() throws Exception {
    try (StubS3 stub =
        StubS3.answering(
            asked -> list(marker(KEY, "v2", "2026-11-02"), version(KEY, "v1", 11, "2026-11-01")))) {
      assertEquals(11, store(stub).find(RECORDING).orElseThrow().size());
    }
  }

  @Test
  void a_key_that_only_begins_with_the_name_is_another() throws Exception {
    String more = "<IsTruncated>true</IsTruncated><NextKeyMarker>" + KEY + ".bak</NextKeyMarker>";
    try (StubS3 stub =
        StubS3.answering(asked -> list(more, version(KEY + ".bak", "v1", 11, "2026-11-01")))) {
      assertEquals(Optional.empty(), store(stub).find(RECORDING));
      assertEquals(1, stub.asked().size());
    }
  }

  @Test
  void versions_of_no_bytes_are_passed_over() throws Exception {
    try (StubS3 stub =
        StubS3.answering(asked ->
            list(version(KEY, "v2", 22, "2026-11-02"), version(KEY, "v1", 0, "2026-11-01")))) {
      assertEquals(22, store(stub).find(RECORDING).orElseThrow().size());
    }
    try (StubS3 stub = StubS3.answering(asked -> list(version(KEY, "v1", 0, "2026-11-01")))) {
      assertEquals(Optional.empty(), store(stub).find(RECORDING));
    }
  }

  @Test
  void ranges_and_downloads_are_of_the_version_that_was_found() throws Exception {
    Function<Asked, Answer> script =
        asked ->
            asked.line().contains("?versions")
                ? list(version(KEY, "v2", 22, "2026-11-02"), version(KEY, "v1", 11, "2026-11-01"))
                : new Answer(206, "234", range("bytes 2-4/11"));
    try (StubS3 stub = StubS3.answering(script)) {
      S3ObjectStore store = store(stub);
      StoredObject found = store.find(RECORDING).orElseThrow();
      try (InputStream in = found.open(2, 3)) {
        assertEquals("234", new String(in.readAllBytes(), UTF_8));
      }
      assertEquals("GET /tapes/" + KEY + "?versionId=v1", stub.lines().getLast());
      URI download = store.download(RECORDING, found, Duration.ofMinutes(1));
      assertTrue(download.getRawQuery().contains("versionId=v1&"), download::toString);
    }
  }

  @Test
  void a_store_without_versions_is_asked_for_them_once() throws Exception {
    Function<Asked, Answer> script =
        asked ->
            asked.line().contains("?versions")
                ? Answer.error(501, "NotImplemented")
                : new Answer(404, "");
    try (StubS3 stub = StubS3.answering(script)) {
      S3ObjectStore store = store(stub);
      assertEquals(Optional.empty(), store.find(RECORDING));
      assertEquals(Optional.empty(), store.find(RECORDING));
      long lists =
          stub.lines().stream().filter(line -> line.contains("?versions")).distinct().count();
      assertEquals(1, lists);
      assertEquals(
          List.of("HEAD /tapes/" + KEY, "HEAD /tapes/" + KEY),
          stub.lines().stream().filter(line -> line.startsWith("HEAD")).toList());
    }
  }

  @Test
  void what_s3_refuses_is_named_with_permission_bucket_and_key() throws Exception {
    try (StubS3 stub = StubS3.answering(asked -> Answer.error(403, "AccessDenied"))) {
      S3ObjectStore store = store(stub);
      Exception denied = assertThrows(NotPermitted.class, () -> store.find(RECORDING));
      assertEquals(
          "s3:ListBucketVersions is not permitted on s3://tapes/" + KEY, denied.getMessage());
    }
    try (StubS3 stub = StubS3.answering(asked -> Answer.error(404, "NoSuchBucket"))) {
      S3ObjectStore store = store(stub);
      Exception none = assertThrows(IllegalStateException.class, () -> store.find(RECORDING));
      assertEquals(
          "s3:ListBucketVersions on s3://tapes/" + KEY + ": 404 NoSuchBucket (told to)",
          none.getMessage());
    }
  }

  @Test
  void a_busy_store_is_asked_again_and_then_unavailable() throws Exception {
    try (StubS3 stub = StubS3.answering(asked -> Answer.error(503, "SlowDown"))) {
      S3ObjectStore store = store(stub);
      Exception busy = assertThrows(Unavailable.class, () -> store.find(RECORDING));
      assertEquals(
          "s3:ListBucketVersions on s3://tapes/" + KEY + ": 503 SlowDown", busy.getMessage());
      assertEquals(3, stub.asked().size());
    }
  }

  @Test
  void a_write_that_crosses_another_request_is_tried_again() throws Exception {
    var answers = List.of(Answer.error(409, "ConditionalRequestConflict"), Answer.ok()).iterator();
    try (StubS3 stub = StubS3.answering(asked -> answers.next())) {
      assertEquals(Written.STORED, store(stub).write(RECORDING, out -> out.write('r')));
    }
    try (StubS3 stub = StubS3.answering(asked -> Answer.error(409, "ConditionalRequestConflict"))) {
      S3ObjectStore store = store(stub);
      assertThrows(Unavailable.class, () -> store.write(RECORDING, out -> out.write('r')));
      assertEquals(3, stub.asked().size());
    }
  }

  private static Answer list(String... parts) {
    return new Answer(
        200, "<ListVersionsResult>" + String.join("", parts) + "</ListVersionsResult>");
  }

  private static String version(String key, String id, long size, String day) {
    return "<Version>"
        + named(key, id, day)
        + "<ETag>\"e\"</ETag><Size>"
        + size
        + "</Size></Version>";
  }

  private static String marker(String key, String id, String day) {
    return "<DeleteMarker>" + named(key, id, day) + "</DeleteMarker>";
  }

  private static String named(String key, String id, String day) {
    return "<Key>"
        + key
        + "</Key><VersionId>"
        + id
        + "</VersionId><LastModified>"
        + day
        + "T00:00:00.000Z</LastModified>";
  }

  private static S3ObjectStore store(StubS3 stub) {
    return S3ObjectStore.open(
        stub.uri("&disablesse=true"), StubS3.credentials(), HTTP, InstantSource.system());
  }
}
