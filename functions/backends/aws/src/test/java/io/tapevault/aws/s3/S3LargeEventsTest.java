package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Sha256;
import io.tapevault.event.Unavailable;
import io.tapevault.testkit.contract.LargeEventsContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3LargeEventsTest extends LargeEventsContract {

  private static final byte[] EVENT = "{\"event\":\"exec\"}".getBytes(UTF_8);
  private static final String DIGEST = Sha256.of(EVENT);
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  @AutoClose private static S3Local local;

  private final String bucket = "large-" + BUCKETS.incrementAndGet();

  private @Nullable StubS3 denying;

  @AfterEach
  void stop_denying() {
    if (denying != null) {
      denying.close();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  @Override
  protected Optional<LargeEvents> denied() throws IOException {
    denying = StubS3.answering(asked -> Answer.error(403, "AccessDenied"));
    return Optional.of(
        new S3LargeEvents(denying.uri(""), StubS3.credentials(), HTTP, InstantSource.system()));
  }

  @Override
  protected LargeEvents open() {
    S3Uri uri = S3Uri.parse(local.createBucket(bucket), null);
    return new S3LargeEvents(uri, local.credentials(), HTTP, InstantSource.system());
  }

  @Override
  protected void tamper(String sha256, byte[] bytes) throws Exception {
    local.overwrite(bucket, "events/" + sha256 + ".json", bytes);
  }

  @Nested
  class In_a_bucket {

    @Test
    void events_lie_under_their_digest() throws Exception {
      events(S3Uri.parse(local.uri(bucket), null), local.credentials()).keep(DIGEST, EVENT);
      assertEquals(List.of("events/" + DIGEST + ".json"), local.keys(bucket));
    }

    @Test
    void bytes_that_are_not_those_of_the_digest_are_not_stored() throws Exception {
      S3LargeEvents events = events(S3Uri.parse(local.uri(bucket), null), local.credentials());
      Exception refused =
          assertThrows(IllegalStateException.class, () -> events.keep(DIGEST, new byte[10]));
      // S3 adds the code BadDigest, S3Local does not.
      assertEquals(
          "s3:PutObject on s3://" + bucket + "/events/" + DIGEST + ".json: 400",
          String.valueOf(refused.getMessage()).replaceAll(" \\(.*", ""));
      assertEquals(List.of(), local.keys(bucket));
    }

    @Test
    void a_bucket_that_is_not_there_is_named() {
      S3LargeEvents events =
          events(S3Uri.parse(local.uri("no-such-bucket"), null), local.credentials());
      Exception none = assertThrows(IllegalStateException.class, () -> events.keep(DIGEST, EVENT));
      assertEquals(
          "s3:PutObject on s3://no-such-bucket/events/" + DIGEST + ".json: 404 NoSuchBucket",
          String.valueOf(none.getMessage()).replaceAll(" \\(.*", ""));
      assertThrows(IllegalStateException.class, () -> events.read(DIGEST));
    }
  }

  @Nested
  class In_trouble {

    @Test
    void what_may_pass_is_tried_again() throws Exception {
      var answers =
          List.of(
                  Answer.error(500, "InternalError"),
                  Answer.error(503, "SlowDown"),
                  Answer.error(400, "RequestTimeout"),
                  Answer.ok())
              .iterator();
      try (StubS3 stub = StubS3.answering(asked -> answers.next())) {
        events(stub.uri(""), StubS3.credentials()).keep(DIGEST, EVENT);
        assertEquals(4, stub.asked().size());
        List<String> bodies = stub.asked().stream().map(StubS3.Asked::body).distinct().toList();
        assertEquals(List.of(new String(EVENT, UTF_8)), bodies);
      }
    }

    @Test
    void what_does_not_pass_is_unavailable_after_four_tries() throws Exception {
      try (StubS3 stub = StubS3.answering(asked -> Answer.error(503, "SlowDown"))) {
        S3LargeEvents events = events(stub.uri(""), StubS3.credentials());
        Exception busy = assertThrows(Unavailable.class, () -> events.read(DIGEST));
        assertEquals(
            "cannot read s3://tapes/events/" + DIGEST + ".json: 503 SlowDown", busy.getMessage());
        assertEquals(4, stub.asked().size());
      }
    }

    @Test
    void what_is_denied_is_not_tried_again() throws Exception {
      try (StubS3 stub = StubS3.answering(asked -> Answer.error(403, "AccessDenied"))) {
        S3LargeEvents events = events(stub.uri(""), StubS3.credentials());
        Exception denied = assertThrows(NotPermitted.class, () -> events.read(DIGEST));
        assertEquals(
            "s3:GetObject is not permitted on s3://tapes/events/" + DIGEST + ".json",
            denied.getMessage());
        assertEquals(1, stub.asked().size());
      }
    }

    @Test
    void a_store_that_cannot_be_reached_is_unavailable() throws Exception {
      int port;
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      S3Uri nobody =
          S3Uri.parse(URI.create("s3://tapes?insecure=true&endpoint=127.0.0.1:" + port), null);
      S3LargeEvents events = events(nobody, StubS3.credentials());
      Exception none = assertThrows(Unavailable.class, () -> events.keep(DIGEST, EVENT));
      assertTrue(
          none.toString().contains("cannot keep s3://tapes/events/" + DIGEST + ".json: "),
          none::toString);
    }

    @Test
    void what_was_kept_before_is_kept() throws Exception {
      try (StubS3 stub = StubS3.answering(asked -> Answer.error(412, "PreconditionFailed"))) {
        events(stub.uri(""), StubS3.credentials()).keep(DIGEST, EVENT);
      }
      try (StubS3 stub = StubS3.answering(asked -> Answer.error(404, "NoSuchKey"))) {
        assertEquals(Optional.empty(), events(stub.uri(""), StubS3.credentials()).read(DIGEST));
      }
    }
  }

  private static S3LargeEvents events(S3Uri uri, AwsCredentialsProvider credentials) {
    SignedUrls urls = new SignedUrls(uri, credentials, InstantSource.system());
    return new S3LargeEvents(uri, urls, new PatientHttp(HTTP, Duration.ofMillis(2)));
  }
}
