package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Announced.InParts;
import io.tapevault.recording.UploadTickets.Completed;
import io.tapevault.recording.UploadTickets.NoSuchUpload;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

/// What S3 may answer while a recording goes in parts: its own words, as its reference has them.
final class S3PartsTest {

  private static final PartPlan PLAN = new PartPlan(1 << 20, 5 << 20);
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final String SHA = "ab".repeat(32);
  private static final Upload UPLOAD =
      new Upload(new SessionId("s-1"), (5 << 20) + 1, SHA, "web-1");
  private static final String CRC = "AAAAAAAAAAA=";
  private static final String NOTHING = "<R><IsTruncated>false</IsTruncated></R>";

  /// Both parts of a recording of 5 MiB and a byte.
  static final String LIST =
      """
      <ListPartsResult><IsTruncated>false</IsTruncated>\
      <Part><ETag>&quot;e1&quot;</ETag><PartNumber>1</PartNumber><Size>5242880</Size>\
      <ChecksumCRC64NVME>rosUhgp5mIg=</ChecksumCRC64NVME></Part>\
      <Part><ETag>&quot;e2&quot;</ETag><PartNumber>2</PartNumber><Size>1</Size>\
      <ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME></Part></ListPartsResult>\
      """;

  /// Answers one after the other to what is posted, and what is always the same to the rest.
  private static StubS3 stub(String list, StubS3.Answer... posted) throws IOException {
    AtomicInteger posts = new AtomicInteger();
    return StubS3.answering(asked -> {
      if (asked.line().startsWith("POST")) {
        return posted[Math.min(posts.getAndIncrement(), posted.length - 1)];
      }
      return new StubS3.Answer(200, asked.line().contains("uploadId=") ? list : NOTHING);
    });
  }

  private static S3UploadTickets tickets(StubS3 stub) {
    SignedUrls urls = new SignedUrls(stub.uri(""), StubS3.credentials(), InstantSource.system());
    return new S3UploadTickets(
        new S3Requests(stub.uri(""), urls, new PatientHttp(HTTP, Duration.ofMillis(1))),
        urls,
        PLAN);
  }

  private static Completed completed(String list, StubS3.Answer... posted) throws IOException {
    try (StubS3 stub = stub(list, posted)) {
      return tickets(stub).complete(UPLOAD, "id", CRC);
    }
  }

  @Test
  void an_upload_is_begun_with_the_checksum_of_all_of_it_and_what_was_announced() throws Exception {
    try (StubS3 stub =
        stub(
            "",
            new StubS3.Answer(200, "<R><UploadId>2~a.b_c-d</UploadId></R>"),
            new StubS3.Answer(200, "<R><UploadId>a.b_c-d</UploadId></R>"))) {
      S3UploadTickets tickets = tickets(stub);
      // An id that is no segment of a path, as we spell it.
      assertThrows(IllegalStateException.class, () -> tickets.announce(UPLOAD, null));
      assertEquals(new InParts("a.b_c-d", 5 << 20, List.of()), tickets.announce(UPLOAD, null));
      StubS3.Asked begun = stub.asked().getLast();
      assertTrue(begun.line().startsWith("POST /tapes/s-1.tar?uploads="), begun.line());
      assertEquals(
          "CRC64NVME FULL_OBJECT web-1 " + SHA + " aws:kms",
          stub.lastHeader("x-amz-checksum-algorithm")
              + " "
              + stub.lastHeader("x-amz-checksum-type")
              + " "
              + stub.lastHeader("x-amz-meta-node")
              + " "
              + stub.lastHeader("x-amz-meta-sha256")
              + " "
              + stub.lastHeader("x-amz-server-side-encryption"));
    }
  }

  @Test
  void parts_are_listed_over_all_pages_and_those_of_another_size_are_left_out() throws Exception {
    String first =
        """
        <R><IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>\
        <Part><PartNumber>1</PartNumber><Size>5242879</Size><ETag>x</ETag></Part></R>\
        """;
    try (StubS3 stub =
        StubS3.answering(asked -> {
          String answer = asked.line().contains("part-number-marker=1&") ? LIST : first;
          return new StubS3.Answer(200, asked.line().contains("uploadId=") ? answer : NOTHING);
        })) {
      assertEquals(
          new InParts(
              "id", 5 << 20, List.of(new Part(1, 5 << 20, "rosUhgp5mIg="), new Part(2, 1, CRC))),
          tickets(stub).announce(UPLOAD, "id"));
    }
  }

  @Test
  void it_is_completed_once_and_only_where_nothing_is_yet() throws Exception {
    try (StubS3 stub = stub(LIST, new StubS3.Answer(200, "<R><ETag>x</ETag></R>"))) {
      assertEquals(new There.Stored(UPLOAD.size(), SHA), tickets(stub).complete(UPLOAD, "id", CRC));
      StubS3.Asked completed = stub.asked().getLast();
      assertEquals(
          """
          <CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
          <Part><PartNumber>1</PartNumber><ETag>&quot;e1&quot;</ETag>\
          <ChecksumCRC64NVME>rosUhgp5mIg=</ChecksumCRC64NVME></Part>\
          <Part><PartNumber>2</PartNumber><ETag>&quot;e2&quot;</ETag>\
          <ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME></Part></CompleteMultipartUpload>\
          """,
          completed.body());
      assertEquals(
          "* AAAAAAAAAAA= FULL_OBJECT",
          stub.lastHeader("If-None-Match")
              + " "
              + stub.lastHeader("x-amz-checksum-crc64nvme")
              + " "
              + stub.lastHeader("x-amz-checksum-type"));
    }
  }

  @Test
  void a_success_that_says_it_failed_is_none_and_is_tried_again() throws Exception {
    StubS3.Answer failed =
        new StubS3.Answer(
            200, "\n \n<Error><Code>InternalError</Code><Message>x</Message></Error>");
    assertEquals(
        new There.Stored(UPLOAD.size(), SHA),
        completed(LIST, failed, new StubS3.Answer(200, "<R/>")));
    assertThrows(Unavailable.class, () -> completed(LIST, failed));
  }

  @Test
  void what_was_completed_with_a_lost_answer_is_looked_up() throws Exception {
    // It is there, and nobody has read it through yet.
    String version =
        """
        <R><IsTruncated>false</IsTruncated><Version><Key>s-1.tar</Key><Size>5242881</Size>\
        <LastModified>2026-04-01T12:00:00.000Z</LastModified></Version></R>\
        """;
    AtomicInteger summaries = new AtomicInteger();
    try (StubS3 stub =
        StubS3.answering(asked -> {
          if (asked.line().contains("uploadId=")) {
            return StubS3.Answer.error(404, "NoSuchUpload");
          }
          if (asked.line().contains("versions=")) {
            return new StubS3.Answer(200, version);
          }
          String derived = "/derived/4/s-1.5242881-1775044800000";
          if (asked.line().contains(derived + ".received.json")) {
            return StubS3.Answer.error(404, "NoSuchKey");
          }
          assertTrue(asked.line().contains(derived + ".json"), asked.line());
          return summaries.getAndIncrement() == 0
              ? StubS3.Answer.error(404, "NoSuchKey")
              : new StubS3.Answer(
                  200, "{\"original\":{\"size\":5242881,\"sha256\":\"" + SHA + "\"}}");
        })) {
      S3UploadTickets tickets = tickets(stub);
      assertEquals(new There.NotReadYet(), tickets.complete(UPLOAD, "id", CRC));
      assertEquals(new There.Stored(UPLOAD.size(), SHA), tickets.complete(UPLOAD, "id", CRC));
    }
  }

  @Test
  void the_first_version_is_the_recording_whatever_was_put_over_it() throws Exception {
    String second =
        """
        <R><IsTruncated>false</IsTruncated><Version><Key>s-1.tar</Key><Size>7</Size>\
        <LastModified>2026-04-01T12:00:00.000Z</LastModified></Version>\
        <Version><Key>s-1.tar</Key><Size>0</Size>\
        <LastModified>2026-03-01T12:00:00.000Z</LastModified></Version>\
        <Version><Key>s-1.tar.old</Key><Size>9</Size>\
        <LastModified>2026-02-01T12:00:00.000Z</LastModified></Version></R>\
        """;
    String first =
        """
        <R><IsTruncated>true</IsTruncated><NextKeyMarker>s-1.tar</NextKeyMarker>\
        <NextVersionIdMarker>v2</NextVersionIdMarker>\
        <DeleteMarker><Key>s-1.tar</Key></DeleteMarker>\
        <Version><Key>s-1.tar</Key><Size>5242881</Size>\
        <LastModified>2026-05-01T12:00:00.000Z</LastModified></Version></R>\
        """;
    try (StubS3 stub =
        StubS3.answering(asked -> {
          if (asked.line().contains("versions=")) {
            return new StubS3.Answer(
                200, asked.line().contains("version-id-marker=v2") ? second : first);
          }
          assertTrue(asked.line().contains("/derived/4/s-1.7-1775044800000.json"), asked.line());
          return new StubS3.Answer(200, "{\"original\":{\"size\":7,\"sha256\":\"" + SHA + "\"}}");
        })) {
      assertEquals(new There.OtherThere(7, SHA), tickets(stub).announce(UPLOAD, null));
    }
  }

  @Test
  void what_s3_refuses_is_told_as_what_it_is() throws Exception {
    assertEquals(new NoSuchUpload(), completed(LIST, StubS3.Answer.error(404, "NoSuchUpload")));
    assertEquals(
        new Completed.NotWhole("InvalidPart: told to"),
        completed(LIST, StubS3.Answer.error(400, "InvalidPart")));
    assertThrows(
        NotPermitted.class, () -> completed(LIST, StubS3.Answer.error(403, "AccessDenied")));
    assertThrows(Unavailable.class, () -> completed(LIST, StubS3.Answer.error(503, "SlowDown")));
    assertEquals(
        new There.NotReadYet(), completed(LIST, StubS3.Answer.error(412, "PreconditionFailed")));
  }

  @Test
  void a_store_that_sends_elsewhere_is_not_followed_and_both_hosts_are_told() throws Exception {
    try (StubS3 elsewhere = stub("", StubS3.Answer.ok());
        StubS3 stub =
            StubS3.answering(asked ->
                new StubS3.Answer(
                    307,
                    "",
                    Map.of(
                        "Location",
                        "http://" + elsewhere.host() + "/x",
                        "x-amz-bucket-region",
                        "eu-west-3")))) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> tickets(stub).announce(UPLOAD, null));
      assertEquals(
          "the store at %s sends us to http://%s/x, its bucket tapes is in the region 'eu-west-3': put that into the URI"
              .formatted(stub.host(), elsewhere.host()),
          refused.getMessage());
      assertEquals(List.of(), elsewhere.asked());
    }
  }

  @Test
  void tickets_name_the_host_of_the_region() {
    for (var named :
        List.of(
            List.of("s3://tapes?region=eu-west-3", "tapes.s3.eu-west-3.amazonaws.com"),
            List.of("s3://tapes?region=us-east-1", "tapes.s3.us-east-1.amazonaws.com"),
            List.of("s3://ta.pes?region=eu-west-3", "s3.eu-west-3.amazonaws.com"),
            List.of(
                "s3://tapes?region=us-gov-west-1&use_fips_endpoint=true",
                "tapes.s3-fips.us-gov-west-1.amazonaws.com"))) {
      S3Uri uri = S3Uri.parse(URI.create(named.getFirst()), null);
      SignedUrls urls = new SignedUrls(uri, StubS3.credentials(), InstantSource.system());
      S3UploadTickets tickets =
          new S3UploadTickets(
              new S3Requests(uri, urls, new PatientHttp(HTTP, Duration.ofMillis(1))), urls, PLAN);
      assertEquals(named.getLast(), tickets.ticket(UPLOAD).url().getHost());
    }
  }
}
