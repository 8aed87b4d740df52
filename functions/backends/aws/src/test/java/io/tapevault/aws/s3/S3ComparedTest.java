package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.aws.AwsClients;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Upload;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

/// What S3 says that it has compared, in its own words.
final class S3ComparedTest {

  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final String SHA_256 = "ab".repeat(32);
  private static final Map<String, String> HEAD =
      Map.of(
          "x-amz-meta-sha256", SHA_256,
          "x-amz-checksum-crc64nvme", "AAAAAAAAAAA=",
          "x-amz-checksum-type", "FULL_OBJECT");

  @Test
  void a_large_recording_is_as_announced_where_s3_has_compared_the_whole() throws Exception {
    long size = 70L << 30;
    assertEquals(Optional.of(new Upload(SID, size, SHA_256)), compared(size, HEAD));
  }

  @Test
  void what_was_compared_in_parts_or_came_without_a_digest_is_not() throws Exception {
    for (String missing : HEAD.keySet()) {
      Map<String, String> others = new HashMap<>(HEAD);
      others.remove(missing);
      assertEquals(Optional.empty(), compared(70L << 30, others), missing);
    }
    Map<String, String> composite = new HashMap<>(HEAD);
    composite.put("x-amz-checksum-type", "COMPOSITE");
    assertEquals(Optional.empty(), compared(70L << 30, composite));
  }

  @Test
  void of_what_goes_in_one_put_it_is_not_asked() throws Exception {
    assertEquals(Optional.empty(), compared(1000, Map.of()));
  }

  private static Optional<Upload> compared(long size, Map<String, String> head) throws Exception {
    String list =
        """
        <ListVersionsResult><IsTruncated>false</IsTruncated><Version><Key>%s.tar</Key>\
        <VersionId>v1</VersionId><LastModified>2026-11-22T14:00:07.000Z</LastModified>\
        <ETag>"e-5"</ETag><Size>%d</Size></Version></ListVersionsResult>\
        """
            .formatted(SID, size);
    try (StubS3 stub =
            StubS3.answering(asked ->
                asked.line().startsWith("HEAD")
                    ? new StubS3.Answer(200, "", head)
                    : new StubS3.Answer(200, list));
        S3ObjectStore store =
            S3ObjectStore.open(stub.uri(""), StubS3.credentials(), HTTP, InstantSource.system())) {
      Optional<Upload> compared = store.compared(SID, store.find(new Recording(SID)).orElseThrow());
      if (head.equals(HEAD)) {
        assertEquals(
            Optional.of("AAAAAAAAAAA="),
            store.checksum(SID, store.find(new Recording(SID)).orElseThrow()));
      }
      List<String> heads =
          stub.lines().stream().filter(line -> line.startsWith("HEAD")).distinct().toList();
      assertEquals(
          head.isEmpty() ? List.of() : List.of("HEAD /tapes/" + SID + ".tar?versionId=v1"), heads);
      return compared;
    }
  }
}
