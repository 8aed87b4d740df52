package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.testkit.contract.UploadTicketsContract;
import java.net.URI;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
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
  private static final SdkHttpClient HTTP = S3Http.client();
  private static S3Local local;

  private final String bucket = "tickets-" + BUCKETS.incrementAndGet();

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  @AfterAll
  static void stop() throws Exception {
    local.close();
    HTTP.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    S3Uri uri = S3Uri.parse(local.createBucket(bucket), null);
    return S3ObjectStore.open(uri, local.credentials(), HTTP, InstantSource.system());
  }

  @Override
  protected UploadTickets tickets(InstantSource clock) {
    return new S3UploadTickets(
        S3Uri.parse(local.uri(bucket), null), local.credentials(), clock, S3UploadTickets.VALIDITY);
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
            new S3UploadTickets(
                    target,
                    StaticCredentialsProvider.create(credentials),
                    InstantSource.fixed(signedAt),
                    Duration.ofMinutes(15))
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
      UploadTickets tickets =
          new S3UploadTickets(
              target,
              StaticCredentialsProvider.create(credentials),
              InstantSource.fixed(now),
              S3UploadTickets.VALIDITY);
      assertEquals(
          soon,
          tickets
              .ticket(
                  new Upload(
                      new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a01"), 1, "00".repeat(32)))
              .expires());
    }
  }
}
