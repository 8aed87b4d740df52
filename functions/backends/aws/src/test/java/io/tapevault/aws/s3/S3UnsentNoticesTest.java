package io.tapevault.aws.s3;

import io.tapevault.aws.AwsClients;
import io.tapevault.event.EventKey;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.UnsentNotices;
import io.tapevault.testkit.contract.UnsentNoticesContract;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3UnsentNoticesTest extends UnsentNoticesContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  @AutoClose private static S3Local local;

  private String bucket = "";

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  @Override
  protected UnsentNotices open() {
    bucket = "unsent-" + BUCKETS.incrementAndGet();
    local.createBucket(bucket);
    URI uri = URI.create(local.uri(bucket).toString().replace(bucket, bucket + "/notices"));
    return new S3UnsentNotices(
        S3Uri.parse(uri, null), local.credentials(), HTTP, InstantSource.system());
  }

  @Override
  protected List<EventKey> kept(String queue) throws Exception {
    List<EventKey> kept = new ArrayList<>();
    for (String key : local.keys(bucket)) {
      if (key.startsWith("notices/" + queue + "/")) {
        kept.addAll(QueueMessages.read(local.read(bucket, key)));
      }
    }
    return kept;
  }
}
