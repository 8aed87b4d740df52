package io.tapevault.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.aws.dynamodb.DynamoDbLocal;
import io.tapevault.event.EventKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqsQueuesTest {

  @Test
  void every_url_is_a_queue() {
    String urls =
        "https://sqs.eu-central-1.amazonaws.com/210987654321/a.fifo, http://127.0.0.1:9324/000000000000/b.fifo";
    assertEquals(2, SqsQueues.open(urls, "eu-central-1").size());
  }

  @Test
  void a_queue_of_another_endpoint_is_reached_there() {
    DynamoDbLocal.useAnyCredentials();
    try (SqsLocal local = SqsLocal.start()) {
      String one = local.createQueue("one");
      String two = local.createQueue("two");
      List<EventKey> keys = List.of(new EventKey("s", 1), new EventKey("s", 2));

      SqsQueues.open(one + "," + two, "eu-central-1").forEach(queue -> queue.send(keys));

      assertEquals(List.of(keys, keys), List.of(local.drainKeys(one), local.drainKeys(two)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.fifo",
        "https://sqs.eu-central-1.amazonaws.com/210987654321/a",
        "https://sqs.eu-central-1.amazonaws.com/2109 87654321/a.fifo",
        "https://sqs.eu-central-1.amazonaws.com/210987654321/a.fifo,"
      })
  void what_is_no_fifo_queue_is_refused(String urls) {
    assertThrows(
        IllegalArgumentException.class,
        () -> SqsQueues.open("https://h/1/q.fifo," + urls, "eu-central-1"));
  }
}
