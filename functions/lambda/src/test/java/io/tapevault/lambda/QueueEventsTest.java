package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.json.Malformed;
import io.tapevault.lambda.QueueEvents.Message;
import io.tapevault.lambda.QueueEvents.Received;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueEventsTest {

  @Test
  void the_sample_brings_notices() throws IOException {
    Path sample =
        Path.of(System.getProperty("tapevault.root"), "events-samples/envelopes/sqs.json");
    List<Message> messages = read(Files.readString(sample));
    assertEquals(
        List.of("6d0c3f58-4f7b-4b0e-9d5f-2b8f0d7a1c01", "c9b1e7a4-8d2f-4c3b-a6e5-0f9d8c7b6a02"),
        messages.stream().map(Message::id).toList());
    assertEquals(
        List.of("AQEBq3x0mZrJ1o5u7kq2vYl8", "AQEBw8y1nYsK2p6v9lr3wZm5"),
        messages.stream().map(Message::receipt).toList());
    assertEquals(
        List.of(
            new Received(1, Instant.ofEpochMilli(1795356002118L)),
            new Received(2, Instant.ofEpochMilli(1795356002121L))),
        messages.stream().map(Message::received).toList());
    String session = "8c1f6f0e-52a4-4d0b-9f0b-6f1a3a0c7d21";
    assertEquals(
        List.of(
            List.of(new EventKey(session, 0), new EventKey(session, 4503599627370497L)),
            List.of(new EventKey("f2a7b1c4-0e3d-4f6a-8b9c-7d5e4f3a2b10", 7))),
        messages.stream().map(message -> QueueMessages.read(message.body())).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"Records\":null}",
        "{\"Records\":[{}]}",
        "{\"Records\":[{\"messageId\":\"1\"}]}",
        "{\"Records\":[{\"messageId\":1,\"body\":\"\"}]}",
        "{\"Records\":[{\"messageId\":\"1\",\"body\":null}]}",
        "{\"Records\":[{\"messageId\":\"1\",\"body\":\"x",
        "{\"Records\":[{\"messageId\":\"1\",\"body\":\"x\"}]}",
        "{\"Records\":[{\"messageId\":\"1\",\"body\":\"x\",\"receiptHandle\":null}]}"
      })
  void what_is_no_queue_event_is_malformed(String json) {
    assertThrows(Malformed.class, () -> read(json));
  }

  @Test
  void the_answer_names_what_has_to_come_again() throws IOException {
    assertEquals("{\"batchItemFailures\":[]}", answer(List.of()));
    assertEquals(
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"b\"}]}",
        answer(List.of("a", "b")));
  }

  private static String answer(List<String> failures) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BatchResponse.write(failures, out);
    return out.toString(UTF_8);
  }

  private static List<Message> read(String json) throws IOException {
    return QueueEvents.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }
}
