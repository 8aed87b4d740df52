package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.event.Sha256;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Announced;
import io.tapevault.recording.UploadTickets.Completed;
import io.tapevault.recording.UploadTickets.NoSuchUpload;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.session.Index;
import io.tapevault.session.SummaryJson;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.UploadTicketsContract;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

final class S3UploadTicketsTest extends UploadTicketsContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  @AutoClose private static S3Local local;

  private final String bucket = "tickets-" + BUCKETS.incrementAndGet();

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  @Override
  protected ObjectStore emptyStore() {
    S3Uri uri = S3Uri.parse(local.createBucket(bucket), null);
    return S3ObjectStore.open(uri, local.credentials(), HTTP, InstantSource.system());
  }

  @Override
  protected UploadTickets tickets(InstantSource clock) {
    S3Uri uri = S3Uri.parse(local.uri(bucket), null);
    // What the tickets themselves ask is asked now, whatever time the tickets are of.
    S3Requests now =
        new S3Requests(
            uri,
            new SignedUrls(uri, local.credentials(), InstantSource.system()),
            new PatientHttp(HTTP, Duration.ofMillis(1)));
    return new S3UploadTickets(now, new SignedUrls(uri, local.credentials(), clock), PLAN);
  }

  @Override
  public void readThrough(SessionId sid) {
    S3Uri uri = S3Uri.parse(local.uri(bucket), null);
    try (S3ObjectStore store =
        S3ObjectStore.open(uri, local.credentials(), HTTP, InstantSource.system())) {
      assertTrue(
          new Index(store, new MemoryEventLog(InstantSource.system(), Retention.DEFAULT), store)
              .index(sid)
              .isPresent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// S3 refuses all that are not signed; S3Proxy does not look.
  @Override
  public List<String> headersThatMayNotBeAdded() {
    return List.of("x-amz-checksum-crc32");
  }

  /// S3Proxy does not compare the checksum of the whole.
  @Override
  @Test
  public void parts_that_are_another_whole_than_announced_are_no_recording() throws Exception {
    Upload upload = new Upload(new SessionId("x"), PLAN.smallestPart() + 1, "00".repeat(32));
    try (StubS3 stub =
        StubS3.answering(asked ->
            asked.line().startsWith("POST")
                ? StubS3.Answer.error(400, "BadDigest")
                : new StubS3.Answer(200, S3PartsTest.LIST))) {
      S3UploadTickets tickets = signer(stub.uri(""), StubS3.credentials(), InstantSource.system());
      assertEquals(
          new Completed.NotWhole("BadDigest: told to"),
          tickets.complete(upload, "id", "AAAAAAAAAAA="));
    }
  }

  /// S3Proxy lists no parts where S3 says that there is no such upload.
  @Override
  @Test
  public void an_upload_that_is_not_there_is_said_to_be_none() throws Exception {
    Upload upload = new Upload(new SessionId("x"), PLAN.smallestPart() + 1, "00".repeat(32));
    try (StubS3 stub =
        StubS3.answering(asked -> {
          if (asked.line().contains("uploadId=")) {
            return StubS3.Answer.error(404, "NoSuchUpload");
          }
          return asked.line().startsWith("POST")
              ? new StubS3.Answer(200, "<R><UploadId>another</UploadId></R>")
              : new StubS3.Answer(200, "<R><IsTruncated>false</IsTruncated></R>");
        })) {
      S3UploadTickets tickets = signer(stub.uri(""), StubS3.credentials(), InstantSource.system());
      assertEquals(
          new NoSuchUpload(),
          tickets.parts(upload, "none", List.of(new Part(1, 1, "AAAAAAAAAAA="))));
      assertEquals(new NoSuchUpload(), tickets.complete(upload, "none", "AAAAAAAAAAA="));
      assertEquals(
          new Announced.InParts("another", PLAN.smallestPart(), List.of()),
          tickets.announce(upload, "none"));
    }
  }

  @Test
  void until_it_was_read_through_or_compared_nobody_says_that_it_has_arrived() throws Exception {
    SessionId sid = new SessionId("fresh");
    byte[] bytes = {1, 2, 3};
    Upload upload = new Upload(sid, bytes.length, Sha256.of(bytes));
    Ticket ticket =
        assertInstanceOf(Announced.InOnePut.class, tickets().announce(upload, null)).ticket();
    HttpRequest.Builder put =
        HttpRequest.newBuilder(ticket.url())
            .method(ticket.method(), HttpRequest.BodyPublishers.ofByteArray(bytes));
    ticket.headers().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("content-length"))
        .forEach(header -> put.header(header.getKey(), header.getValue()));
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(200, client.send(put.build(), BodyHandlers.discarding()).statusCode());
    }
    assertEquals(new There.NotReadYet(), tickets().announce(upload, null));
    Derived receipt = Derived.of(sid, store().find(new Recording(sid)).orElseThrow(), Kind.RECEIPT);
    String other = "00".repeat(32);
    store()
        .write(receipt, out -> out.write(SummaryJson.receipt(new SummaryJson.Original(3, other))));
    assertEquals(new There.OtherThere(3, other), tickets().announce(upload, null));
    assertEquals(new There.Stored(3, other), tickets().announce(new Upload(sid, 3, other), null));
    // What was read counts more than what was said.
    readThrough(sid);
    assertEquals(new There.Stored(3, upload.sha256()), tickets().announce(upload, null));
  }

  private static S3UploadTickets signer(
      S3Uri uri, AwsCredentialsProvider credentials, InstantSource clock) {
    SignedUrls urls = new SignedUrls(uri, credentials, clock);
    return new S3UploadTickets(
        new S3Requests(uri, urls, new PatientHttp(HTTP, Duration.ofMillis(1))), urls, PLAN);
  }

  /// The SDK's own presigner, which needs the S3 module, is the witness.
  @Nested
  class Beside_the_presigner_of_the_sdk {

    private static final DateTimeFormatter AMZ_DATE =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Upload UPLOAD =
        new Upload(new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a01"), 12_345, "ab".repeat(32));
    private static final AwsCredentials KEYS =
        AwsBasicCredentials.create("AKIDEXAMPLE", "secret/with+signs");
    private static final AwsCredentials SESSION =
        AwsSessionCredentials.create("ASIAEXAMPLE", "secret", "token/with+signs==");

    @ParameterizedTest
    @ValueSource(
        strings = {
          "s3://tapes?region=eu-west-1",
          "s3://tapes/a/path?region=eu-west-1&disablesse=true",
          "s3://tapes/with%20space/+%C3%A9~?region=ap-southeast-2",
          "s3://tapes?region=cn-north-1",
          "s3://tapes?region=us-gov-west-1&use_fips_endpoint=true",
          "s3://tapes.with.dots?region=eu-west-1",
          "s3://tapes?region=eu-west-1&acl=bucket-owner-full-control",
          "s3://tapes?region=eu-west-1&sse_kms_key=arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd",
          "s3://tapes/p?endpoint=127.0.0.1:9000&insecure=true",
          "s3://tapes/p?endpoint=minio.example&use_s3_virtual_style_addressing=true"
        })
    void a_ticket_is_the_same_to_the_letter(String text) {
      S3Uri target = S3Uri.parse(URI.create(text), null);
      for (AwsCredentials credentials : List.of(KEYS, SESSION)) {
        PresignedPutObjectRequest theirs = presigned(target, credentials);
        Instant signedAt =
            AMZ_DATE.parse(query(theirs.url().toString()).get("X-Amz-Date"), Instant::from);
        Ticket ours =
            signer(
                    target,
                    StaticCredentialsProvider.create(credentials),
                    InstantSource.fixed(signedAt))
                .ticket(UPLOAD);
        assertEquals(query(theirs.url().toString()), query(ours.url().toString()));
        assertEquals(before(theirs.url().toString()), before(ours.url().toString()));
        assertEquals(headers(theirs), lowerCase(ours.headers()));
        assertEquals(signedAt.plus(Duration.ofMinutes(15)), ours.expires());
      }
    }

    private PresignedPutObjectRequest presigned(S3Uri target, AwsCredentials credentials) {
      S3Endpoint endpoint = target.endpoint();
      var builder =
          S3Presigner.builder()
              .region(Region.of(endpoint.region()))
              .credentialsProvider(StaticCredentialsProvider.create(credentials))
              .fipsEnabled(endpoint.fips())
              .serviceConfiguration(
                  S3Configuration.builder()
                      .pathStyleAccessEnabled(
                          endpoint.address() != null && !endpoint.virtualHosts())
                      .build());
      if (endpoint.address() != null) {
        builder.endpointOverride(endpoint.address());
      }
      try (S3Presigner presigner = builder.build()) {
        return presigner.presignPutObject(presign ->
            presign.signatureDuration(Duration.ofMinutes(15)).putObjectRequest(put(target)));
      }
    }

    private PutObjectRequest put(S3Uri target) {
      S3Protection protection = target.protection();
      return PutObjectRequest.builder()
          .bucket(target.bucket())
          .key(target.key(new Recording(UPLOAD.sid())))
          .ifNoneMatch("*")
          .contentLength(UPLOAD.size())
          .checksumSHA256("q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=")
          .serverSideEncryption(protection.encrypted() ? ServerSideEncryption.AWS_KMS : null)
          .ssekmsKeyId(protection.kmsKey())
          .acl(protection.acl())
          .build();
    }

    private static Map<String, String> headers(PresignedPutObjectRequest request) {
      Map<String, String> headers = new TreeMap<>();
      request.signedHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      headers.remove("host");
      return lowerCase(headers);
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
      Map<String, String> lower = new TreeMap<>();
      headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
      return lower;
    }

    private static String before(String url) {
      return url.substring(0, url.indexOf('?'));
    }

    private static Map<String, String> query(String url) {
      Map<String, String> query = new TreeMap<>();
      for (String part : url.substring(url.indexOf('?') + 1).split("&", -1)) {
        query.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
      }
      return query;
    }
  }

  @Nested
  class With_credentials_that_expire_first {

    @Test
    void the_ticket_says_so() {
      Instant now = Instant.parse("2026-11-22T10:00:00Z");
      Instant soon = now.plus(Duration.ofMinutes(4));
      AwsCredentials credentials =
          AwsSessionCredentials.builder()
              .accessKeyId("ASIAEXAMPLE")
              .secretAccessKey("secret")
              .sessionToken("token")
              .expirationTime(soon)
              .build();
      S3Uri target = S3Uri.parse(URI.create("s3://tapes"), "eu-west-1");
      S3UploadTickets tickets =
          signer(target, StaticCredentialsProvider.create(credentials), InstantSource.fixed(now));
      Upload upload =
          new Upload(new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a01"), 1, "00".repeat(32));
      assertEquals(soon, tickets.ticket(upload).expires());
    }
  }
}
