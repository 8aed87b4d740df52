package io.tapevault.aws.sqs;

import io.tapevault.aws.AwsClients;
import io.tapevault.event.EventKey;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.Redelivery;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Opens queues by their URLs.
public final class SqsQueues {

  private static final Duration CALL = Duration.ofSeconds(20);

  private SqsQueues() {}

  /// The URLs have commas between them. A URL that is not of AWS names an endpoint too. Throws
  /// [IllegalArgumentException] where one is not that of a FIFO queue: no other keeps the order of
  /// a session.
  public static List<NoticeQueue> open(String urls, String region) {
    return queues(urls, region).map(NoticeQueue.class::cast).toList();
  }

  /// For what is sent once more. Throws as `open` does.
  public static List<SqsNoticeQueue> openOnceMore(String urls, String region) {
    return queues(urls, region).map(SqsNoticeQueue::onceMore).toList();
  }

  private static Stream<SqsNoticeQueue> queues(String urls, String region) {
    List<String> all =
        Stream.of(urls.split(",", -1)).map(String::strip).map(SqsQueues::checked).toList();
    return all.stream().map(url -> new SqsNoticeQueue(calls(url, region)));
  }

  /// Decides when the messages of one queue come again. Throws as `open` does.
  public static Redelivery redelivery(String url, String region) {
    return new SqsRedelivery(calls(checked(url), region));
  }

  /// A queue that sends everything to `nowhere`, on this machine, as it would be sent to SQS, and
  /// minds no answer.
  public static NoticeQueue rehearsal(URI nowhere, String region) {
    String url = nowhere.resolve("/0/priming.fifo").toString();
    NoticeQueue queue = new SqsNoticeQueue(calls(url, region));
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

  private static String checked(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && url.endsWith(".fifo")) {
        return url;
      }
      throw new IllegalArgumentException("'" + url + "' is not the URL of a FIFO queue");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + url + "' is not a URL", e);
    }
  }

  private static QueueCalls calls(String url, String region) {
    return QueueCalls.of(
        url, region, AwsClients.credentials(System.getenv()), AwsClients.http(), CALL);
  }
}
