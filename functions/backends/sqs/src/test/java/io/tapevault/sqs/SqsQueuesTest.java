package io.tapevault.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqsQueuesTest {

  @Test
  void every_url_is_a_queue() {
    String urls = "https://sqs.eu-central-1.amazonaws.com/210987654321/a.fifo, http://127.0.0.1:9324/000000000000/b.fifo";
    assertEquals(2, SqsQueues.open(urls, "eu-central-1").size());
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
    assertThrows(IllegalArgumentException.class, () -> SqsQueues.open("https://h/1/q.fifo," + urls, "eu-central-1"));
  }
}
