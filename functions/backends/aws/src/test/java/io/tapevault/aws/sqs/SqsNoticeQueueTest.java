package io.tapevault.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.testkit.contract.NoticeQueueContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

class SqsNoticeQueueTest extends NoticeQueueContract {

  private static SqsLocal local;

  private String url = "";

  @BeforeAll
  static void start() {
    local = SqsLocal.start();
  }

  @AfterAll
  static void stop() {
    local.close();
  }

  @Override
  protected NoticeQueue open() {
    url = local.createQueue("siem-" + UUID.randomUUID());
    return new SqsNoticeQueue(local.client(), url);
  }

  @Override
  protected List<EventKey> received() {
    return local.drainKeys(url);
  }

  @Override
  protected NoticeQueue denied() {
    return new SqsNoticeQueue(local.client(), local.endpoint() + "/000000000000/none.fifo");
  }

  @Override
  protected NoticeQueue away() {
    String nobody = "http://127.0.0.1:1/000000000000/away.fifo";
    return SqsQueues.open(nobody, "eu-central-1").getFirst();
  }

  /// What is of SQS alone.
  @Nested
  class OnSqs {

    @Test
    void the_keys_of_a_lane_are_one_message() {
      List<EventKey> keys = new ArrayList<>();
      IntStream.range(0, 400).forEach(i -> keys.add(new EventKey("s" + i % 200, i)));
      new SqsNoticeQueue(local.client(), url).send(keys);
      assertEquals(16, local.drain(url).size());
    }

    @Test
    void the_same_sent_again_at_once_is_brought_once() {
      List<EventKey> keys = List.of(new EventKey("a", 1), new EventKey("b", 1));
      NoticeQueue queue = new SqsNoticeQueue(local.client(), url);
      queue.send(keys);
      queue.send(keys);
      assertEquals(2, local.drain(url).size());
    }

    @Test
    void what_is_sent_once_more_is_brought_once_more() {
      List<EventKey> keys = List.of(new EventKey("a", 1), new EventKey("b", 1));
      SqsNoticeQueue queue = new SqsNoticeQueue(local.client(), url);
      queue.send(keys);
      queue.onceMore().send(keys);
      queue.onceMore().send(keys);
      assertEquals(6, local.drain(url).size());
    }

    @Test
    void what_is_sent_once_more_says_so() {
      Choosy sqs = new Choosy(entry -> true);
      new SqsNoticeQueue(sqs, url).onceMore().send(List.of(new EventKey("a", 1)));
      new SqsNoticeQueue(sqs, url).send(List.of(new EventKey("a", 1)));
      assertEquals(
          List.of(true, false),
          sqs.taken.stream().map(body -> QueueMessages.notice(body).again()).toList());
    }
  }

  /// An SQS that takes what it likes.
  private static final class Choosy implements SqsClient {
    private final Predicate<SendMessageBatchRequestEntry> takes;
    private final List<SendMessageBatchRequest> requests = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    Choosy(Predicate<SendMessageBatchRequestEntry> takes) {
      this.takes = takes;
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      requests.add(request);
      List<SendMessageBatchRequestEntry> all = request.entries();
      List<SendMessageBatchRequestEntry> these = all.stream().filter(takes).toList();
      these.forEach(entry -> taken.add(entry.messageBody()));
      return SendMessageBatchResponse.builder()
          .successful(these.stream().map(entry -> success(entry.id())).toList())
          .failed(
              all.stream()
                  .filter(entry -> !these.contains(entry))
                  .map(entry -> failure(entry.id()))
                  .toList())
          .build();
    }

    private static SendMessageBatchResultEntry success(String id) {
      return SendMessageBatchResultEntry.builder().id(id).build();
    }

    private static BatchResultErrorEntry failure(String id) {
      return BatchResultErrorEntry.builder()
          .id(id)
          .code("InternalError")
          .senderFault(false)
          .build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  /// Where SQS takes a part of a batch.
  @Nested
  class InPart {

    private final List<EventKey> keys =
        IntStream.range(0, 3000).mapToObj(i -> new EventKey("s" + i % 200, i)).toList();

    @Test
    void what_was_refused_is_sent_again_before_what_follows_in_its_lane() {
      Choosy well = new Choosy(entry -> true);
      new SqsNoticeQueue(well, url).send(keys);
      Set<String> refusedOnce = new HashSet<>();
      Choosy choosy =
          new Choosy(entry ->
              entry.messageBody().hashCode() % 3 != 0 || !refusedOnce.add(entry.messageBody()));
      new SqsNoticeQueue(choosy, url).send(keys);

      assertTrue(!refusedOnce.isEmpty());
      assertEquals(keysOf(well.taken), keysOf(choosy.taken));
    }

    @Test
    void what_is_always_refused_is_unavailable_after_three_tries() {
      Choosy choosy = new Choosy(entry -> !entry.messageGroupId().equals("7"));
      var thrown =
          assertThrows(Unavailable.class, () -> new SqsNoticeQueue(choosy, url).send(keys));
      assertEquals("SQS took all but 1 of 6 messages in 3 tries", thrown.getMessage());
    }

    @Test
    void a_request_has_at_most_ten_messages_and_a_mebibyte() {
      Choosy choosy = new Choosy(entry -> true);
      List<EventKey> large =
          IntStream.range(0, 2000)
              .mapToObj(i -> new EventKey(i % 40 + "\u0001".repeat(2040), i))
              .toList();
      new SqsNoticeQueue(choosy, url).send(large);
      for (SendMessageBatchRequest request : choosy.requests) {
        assertTrue(request.entries().size() <= 10);
        assertTrue(
            request.entries().stream().mapToInt(entry -> entry.messageBody().length()).sum()
                <= 1 << 20);
      }
      assertTrue(choosy.requests.stream().anyMatch(request -> request.entries().size() < 10));
    }

    /// The keys in order, for each session.
    private static Map<String, List<EventKey>> keysOf(List<String> bodies) {
      return bodies.stream()
          .flatMap(body -> QueueMessages.read(body).stream())
          .collect(Collectors.groupingBy(EventKey::session));
    }
  }
}
