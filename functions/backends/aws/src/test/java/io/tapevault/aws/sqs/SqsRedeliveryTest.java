package io.tapevault.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.forwarding.Redelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

final class SqsRedeliveryTest {

  @AutoClose private static SqsLocal local;

  @BeforeAll
  static void start() {
    local = SqsLocal.start();
  }

  private static List<Message> receive(String url) {
    List<Message> received = new ArrayList<>();
    List<Message> some;
    do {
      some =
          local
              .client()
              .receiveMessage(
                  ask -> ask.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(600))
              .messages();
      received.addAll(some);
    } while (!some.isEmpty());
    return received;
  }

  @Test
  void more_messages_than_one_call_takes_come_again_when_they_are_asked_to() {
    String url = local.createQueue("again");
    new SqsNoticeQueue(local.calls(url))
        .send(IntStream.range(0, 200).mapToObj(i -> new EventKey("s" + i, 0)).toList());
    List<Message> received = receive(url);
    assertEquals(16, received.size());
    assertEquals(List.of(), receive(url), "they are being worked on");
    Redelivery redelivery = new SqsRedelivery(local.calls(url));
    redelivery.after(Duration.ofHours(1), received.stream().map(Message::receiptHandle).toList());
    assertEquals(List.of(), receive(url));
    redelivery.after(Duration.ZERO, received.stream().map(Message::receiptHandle).toList());
    assertEquals(16, receive(url).size());
  }

  @Test
  void a_queue_that_is_missing_is_not_permitted() {
    Redelivery none = new SqsRedelivery(local.calls(local.endpoint() + "/000000000000/none.fifo"));
    assertThrows(NotPermitted.class, () -> none.after(Duration.ZERO, List.of("receipt")));
  }
}
