package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.ObjectStore.Written;
import io.tapevault.recording.SessionId;
import io.tapevault.testkit.contract.ObjectStoreContract;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The same contract at any S3 with versions and encryption, which `S3Local` has not: an emulator,
/// or AWS itself. The credentials are those of the environment; each test makes a bucket and
/// removes it.
@EnabledIfEnvironmentVariable(
    named = "TAPEVAULT_TEST_ENDPOINT",
    matches = ".+",
    disabledReason =
        "not run: TAPEVAULT_TEST_ENDPOINT names no endpoint, such as http://127.0.0.1:4566")
final class S3AtEndpointTest extends ObjectStoreContract {

  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final Recording RECORDING = new Recording(SID);
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final AwsCredentialsProvider CREDENTIALS =
      DefaultCredentialsProvider.builder().build();

  private final S3Uri uri =
      S3Uri.parse(
          URI.create(
              "s3://tapevault-test-"
                  + UUID.randomUUID()
                  + "?endpoint="
                  + System.getenv("TAPEVAULT_TEST_ENDPOINT")),
          System.getenv("AWS_REGION"));
  private final S3Client s3 = S3Clients.client(uri, CREDENTIALS, HTTP);

  @AfterEach
  void remove_the_bucket() {
    var versions = s3.listObjectVersions(list -> list.bucket(uri.bucket()));
    versions
        .versions()
        .forEach(version ->
            s3.deleteObject(delete ->
                delete.bucket(uri.bucket()).key(version.key()).versionId(version.versionId())));
    versions
        .deleteMarkers()
        .forEach(marker ->
            s3.deleteObject(delete ->
                delete.bucket(uri.bucket()).key(marker.key()).versionId(marker.versionId())));
    s3.deleteBucket(delete -> delete.bucket(uri.bucket()));
    s3.close();
  }

  @Override
  protected Optional<ObjectStore> denied() {
    // Its own role may do all of this.
    return Optional.empty();
  }

  @Override
  protected ObjectStore emptyStore() {
    S3ObjectStore store = open();
    store.createWhenMissing();
    return store;
  }

  @Override
  protected List<String> litter() {
    return s3.listObjectVersions(list -> list.bucket(uri.bucket())).versions().stream()
        .map(version -> version.key())
        .filter(key ->
            !key.matches(
                "([0-9a-f-]{36}\\.tar|derived/4/[0-9a-f-]{36}\\..*|redactions/[0-9a-f-]{36}\\.[0-9]+\\.json)"))
        .toList();
  }

  private S3ObjectStore open() {
    return S3ObjectStore.open(uri, CREDENTIALS, HTTP, InstantSource.system());
  }

  @Nested
  class With_versions {

    @Test
    void the_bucket_is_closed_versioned_and_encrypted() {
      var block =
          s3.getPublicAccessBlock(get -> get.bucket(uri.bucket())).publicAccessBlockConfiguration();
      assertEquals(
          List.of(true, true, true, true),
          List.of(
              block.blockPublicAcls(),
              block.ignorePublicAcls(),
              block.blockPublicPolicy(),
              block.restrictPublicBuckets()));
      assertEquals(
          "Enabled", s3.getBucketVersioning(get -> get.bucket(uri.bucket())).statusAsString());
      var rule =
          s3.getBucketEncryption(get -> get.bucket(uri.bucket()))
              .serverSideEncryptionConfiguration()
              .rules()
              .getFirst();
      assertEquals("aws:kms", rule.applyServerSideEncryptionByDefault().sseAlgorithmAsString());
      assertTrue(rule.bucketKeyEnabled());
    }

    @Test
    void an_object_is_encrypted_by_its_own_request() throws Exception {
      open().write(RECORDING, out -> out.write('r'));
      var head = s3.headObject(object -> object.bucket(uri.bucket()).key(uri.key(RECORDING)));
      assertEquals("aws:kms", head.serverSideEncryptionAsString());
    }

    @Test
    void what_is_overwritten_or_deleted_past_us_is_still_read() throws Exception {
      S3ObjectStore store = open();
      assertEquals(
          Written.STORED, store.write(RECORDING, out -> out.write("the first".getBytes(UTF_8))));
      s3.putObject(
          put -> put.bucket(uri.bucket()).key(uri.key(RECORDING)),
          RequestBody.fromString("an intruder's"));
      assertEquals("the first", text(store.find(RECORDING).orElseThrow()));
      s3.deleteObject(delete -> delete.bucket(uri.bucket()).key(uri.key(RECORDING)));
      StoredObject found = store.find(RECORDING).orElseThrow();
      assertEquals("the first", text(found));
      assertTrue(
          store
              .download(RECORDING, found, Duration.ofMinutes(1))
              .getRawQuery()
              .contains("versionId="));
    }

    private static String text(StoredObject object) throws Exception {
      try (InputStream in = object.open(0, object.size())) {
        return new String(in.readAllBytes(), UTF_8);
      }
    }
  }
}
