package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.search.Exports;
import io.tapevault.testkit.contract.ExportsContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3ExportsTest extends ExportsContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  @AutoClose private static S3Local local;

  private final String bucket = "exports-" + BUCKETS.incrementAndGet();

  @AutoClose private @Nullable StubS3 denying;

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  private S3Exports at(S3Uri uri) {
    return S3ObjectStore.open(uri, local.credentials(), HTTP, InstantSource.system()).exports();
  }

  @Override
  protected Exports open() {
    return at(S3Uri.parse(local.createBucket(bucket), null));
  }

  @Override
  protected byte[] read(String name) throws IOException {
    URI there = at(S3Uri.parse(local.uri(bucket), null)).download(name, Duration.ofMinutes(1));
    try (InputStream in = there.toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  @Override
  protected Optional<Exports> denied() throws IOException {
    denying = StubS3.answering(asked -> Answer.error(403, "AccessDenied"));
    return Optional.of(
        S3ObjectStore.open(denying.uri(""), StubS3.credentials(), HTTP, InstantSource.system())
            .exports());
  }

  @Test
  void exports_lie_in_a_folder_of_their_own() throws Exception {
    Exports there = at(S3Uri.parse(local.uri(bucket), null));
    String upload = there.begin("n.csv", "text/csv");
    there.part("n.csv", upload, 1, "a".getBytes(UTF_8));
    there.complete("n.csv", upload, 1);
    there.keep("n.csv", 1, "b".getBytes(UTF_8));
    assertEquals(List.of("exports/n.csv", "exports/n.csv.1"), local.keys(bucket));
  }
}
