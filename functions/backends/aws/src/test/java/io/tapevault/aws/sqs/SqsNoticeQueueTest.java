package io.tapevault.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.aws.json.TestHttp;
import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.testkit.contract.NoticeQueueContract;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;

class SqsNoticeQueueTest extends NoticeQueueContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static SqsLocal local;

  private String url = "";

  @BeforeAll
  static void start() {
    local = SqsLocal.start();
  }

  @Override
  protected NoticeQueue open() {
    url = local.createQueue("siem-" + UUID.randomUUID());
    return new SqsNoticeQueue(local.calls(url));
  }

  @Override
  protected List<EventKey> received() {
    return local.drainKeys(url);
  }

  @Override
  protected NoticeQueue denied() {
    return new SqsNoticeQueue(local.calls(local.endpoint() + "/000000000000/none.fifo"));
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
      new SqsNoticeQueue(local.calls(url)).send(keys);
      assertEquals(16, local.drain(url).size());
    }

    @Test
    void the_same_sent_again_at_once_is_brought_once() {
      List<EventKey> keys = List.of(new EventKey("a", 1), new EventKey("b", 1));
      NoticeQueue queue = new SqsNoticeQueue(local.calls(url));
      queue.send(keys);
      queue.send(keys);
      assertEquals(2, local.drain(url).size());
    }

    @Test
    void what_is_sent_once_more_is_brought_once_more() {
      List<EventKey> keys = List.of(new EventKey("a", 1), new EventKey("b", 1));
      SqsNoticeQueue queue = new SqsNoticeQueue(local.calls(url));
      queue.send(keys);
      queue.onceMore().send(keys);
      queue.onceMore().send(keys);
      assertEquals(6, local.drain(url).size());
    }

    @Test
    void when_it_was_made_is_known() {
      Instant before = Instant.now().minusSeconds(5);
      Instant made = new SqsNoticeQueue(local.calls(local.createQueue("made"))).made();
      assertTrue(made.isAfter(before) && !made.isAfter(Instant.now()), made.toString());
      assertThrows(
          NotPermitted.class,
          () -> new SqsNoticeQueue(local.calls(local.endpoint() + "/0/none.fifo")).made());
    }

    @Test
    void what_is_sent_once_more_says_so() {
      Choosy sqs = new Choosy(entry -> true);
      new SqsNoticeQueue(SqsLocal.calls(url, sqs)).onceMore().send(List.of(new EventKey("a", 1)));
      new SqsNoticeQueue(SqsLocal.calls(url, sqs)).send(List.of(new EventKey("a", 1)));
      assertEquals(
          List.of(true, false),
          sqs.taken.stream().map(body -> QueueMessages.notice(body).again()).toList());
    }
  }

  /// An SQS that takes what it likes.
  private static final class Choosy extends TestHttp {
    private final Predicate<JsonNode> takes;
    private final List<List<String>> requests = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    Choosy(Predicate<JsonNode> takes) {
      this.takes = takes;
    }

    @Override
    protected Answer answer(String action, String body, HttpExecuteRequest request)
        throws IOException {
      assertEquals("SendMessageBatch", action);
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode successful = answer.putArray("Successful");
      ArrayNode failed = answer.putArray("Failed");
      List<String> bodies = new ArrayList<>();
      for (JsonNode entry : JSON.readTree(body).get("Entries")) {
        bodies.add(entry.get("MessageBody").textValue());
        if (takes.test(entry)) {
          taken.add(bodies.getLast());
          successful.addObject().set("Id", entry.get("Id"));
        } else {
          failed.addObject().put("Code", "InternalError").set("Id", entry.get("Id"));
        }
      }
      requests.add(bodies);
      return new Answer(200, answer.toString());
    }
  }

  /// Where SQS takes a part of a batch.
  @Nested
  class InPart {

    private final List<EventKey> keys =
        IntStream.range(0, 3000).mapToObj(i -> new EventKey("s" + i % 200, i)).toList();

    @Test
    void what_was_refused_is_sent_again_before_what_follows_in_its_lane() {
      Choosy well = new Choosy(entry -> true);
      new SqsNoticeQueue(SqsLocal.calls(url, well)).send(keys);
      Set<String> refusedOnce = new HashSet<>();
      Choosy choosy =
          new Choosy(entry -> {
            String body = entry.get("MessageBody").textValue();
            return body.hashCode() % 3 != 0 || !refusedOnce.add(body);
          });
      new SqsNoticeQueue(SqsLocal.calls(url, choosy)).send(keys);

      assertTrue(!refusedOnce.isEmpty());
      assertEquals(keysOf(well.taken), keysOf(choosy.taken));
    }

    @Test
    void what_is_always_refused_is_unavailable_after_three_tries() {
      Choosy choosy = new Choosy(entry -> !entry.get("MessageGroupId").textValue().equals("7"));
      var thrown =
          assertThrows(
              Unavailable.class, () -> new SqsNoticeQueue(SqsLocal.calls(url, choosy)).send(keys));
      assertEquals("SQS took all but 1 of 6 messages in 3 tries", thrown.getMessage());
    }

    @Test
    void a_request_has_at_most_ten_messages_and_a_mebibyte() {
      Choosy choosy = new Choosy(entry -> true);
      List<EventKey> large =
          IntStream.range(0, 2000)
              .mapToObj(i -> new EventKey(i % 40 + "\u0001".repeat(2040), i))
              .toList();
      new SqsNoticeQueue(SqsLocal.calls(url, choosy)).send(large);
      for (List<String> request : choosy.requests) {
        assertTrue(request.size() <= 10);
        assertTrue(request.stream().mapToInt(String::length).sum() <= 1 << 20);
      }
      assertTrue(choosy.requests.stream().anyMatch(request -> request.size() < 10));
    }

    /// The keys in order, for each session.
    private static Map<String, List<EventKey>> keysOf(List<String> bodies) {
      return bodies.stream()
          .flatMap(body -> QueueMessages.read(body).stream())
          .collect(Collectors.groupingBy(EventKey::session));
    }
  }
}
