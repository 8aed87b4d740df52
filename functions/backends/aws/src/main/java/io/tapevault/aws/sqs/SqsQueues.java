package io.tapevault.aws.sqs;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.Redelivery;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// Opens queues by their URLs, those behind one endpoint with one client.
public final class SqsQueues {

  private static final Duration CONNECTION = Duration.ofSeconds(2);
  private static final Duration ATTEMPT = Duration.ofSeconds(6);
  private static final Duration CALL = Duration.ofSeconds(20);

  private SqsQueues() {}

  /// The URLs have commas between them. A URL that is not of AWS names an endpoint too. Throws
  /// [IllegalArgumentException] where one is not that of a FIFO queue: no other keeps the order of
  /// a session.
  public static List<NoticeQueue> open(String urls, String region) {
    return queues(urls, region).map(NoticeQueue.class::cast).toList();
  }

  /// For what is sent once more. Throws as `open` does.
  public static List<NoticeQueue> openOnceMore(String urls, String region) {
    return queues(urls, region).<NoticeQueue>map(SqsNoticeQueue::onceMore).toList();
  }

  private static Stream<SqsNoticeQueue> queues(String urls, String region) {
    Map<Optional<URI>, SqsClient> clients = new HashMap<>();
    return Stream.of(urls.split(",", -1))
        .map(String::strip)
        .map(url -> {
          Optional<URI> endpoint = endpoint(url);
          return new SqsNoticeQueue(
              clients.computeIfAbsent(endpoint, here -> client(here, region)), url);
        });
  }

  /// Decides when the messages of one queue come again. Throws as `open` does.
  public static Redelivery redelivery(String url, String region) {
    return new SqsRedelivery(client(endpoint(url), region), url);
  }

  /// A queue that sends everything to `nowhere`, on this machine, as it would be sent to SQS, and
  /// minds no answer.
  public static NoticeQueue rehearsal(URI nowhere, String region) {
    String url = nowhere.resolve("/0/priming.fifo").toString();
    NoticeQueue queue = new SqsNoticeQueue(client(Optional.of(nowhere), region), url);
    return new NoticeQueue() {
      @Override
      public String name() {
        return queue.name();
      }

      @Override
      public void send(List<EventKey> keys) {
        try {
          queue.send(keys);
        } catch (RuntimeException expected) {
          // Nobody was there who could have taken it.
        }
      }
    };
  }

  static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static Optional<URI> endpoint(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && url.endsWith(".fifo")) {
        boolean aws =
            uri.getHost().endsWith(".amazonaws.com") || uri.getHost().endsWith(".amazonaws.com.cn");
        return aws ? Optional.empty() : Optional.of(uri.resolve("/"));
      }
      throw new IllegalArgumentException("'" + url + "' is not the URL of a FIFO queue");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + url + "' is not a URL", e);
    }
  }

  private static SqsClient client(Optional<URI> endpoint, String region) {
    SqsClientBuilder builder =
        SqsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .httpClientBuilder(AwsCrtHttpClient.builder().connectionTimeout(CONNECTION))
            .overrideConfiguration(bounds ->
                bounds
                    .retryStrategy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(ATTEMPT)
                    .apiCallTimeout(CALL));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
