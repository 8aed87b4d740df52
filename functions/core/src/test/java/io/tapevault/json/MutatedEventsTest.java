package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.samples.EventSamples;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the bytes are, there is an answer: an event, or a reason; and what is read next is read
/// as ever.
final class MutatedEventsTest {

  private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");
  private static final byte[] NEXT = EventSamples.bytes(EventSamples.accepted().getFirst());
  private static final Received AFTER = EventJson.read(NEXT, NOW);

  private static final List<String> PIECES =
      List.of(
          "\u0000",
          "\u0000\u0000\u0000{",
          "\ufeff",
          "\u009b31m",
          "\u202e",
          "\\u0000",
          "\\ud800",
          "\"",
          "{",
          "[",
          "[[[[[[[[[[[[[[[[[[[[",
          ",\"n\":100e2147483647",
          ",\"n\":1e-2147483648",
          ",\"n\":1e99999999999",
          ",\"n\":-0e2147483647",
          ",\"n\":0.1e-2147483647",
          ",\"n\":" + "9".repeat(3_000),
          ",\"ei\":100e2147483647",
          ",\"time\":\"2016-12-31T23:59:60Z\"",
          ",\"" + "n".repeat(60_000) + "\":1",
          "e2147483647",
          "NaN",
          "}");

  static List<Path> accepted() {
    return EventSamples.accepted();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void of_any_bytes_an_event_or_a_reason_seed_7(Path sample) {
    byte[] bytes = EventSamples.bytes(sample);
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      assertAnswered(mutated(bytes, random));
    }
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void in_another_encoding_an_event_is_refused(Path sample) {
    String text = new String(EventSamples.bytes(sample), UTF_8);
    for (Charset other :
        List.of(
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            Charset.forName("UTF-32BE"),
            Charset.forName("UTF-32LE"))) {
      assertInstanceOf(Refused.class, assertAnswered(text.getBytes(other)), other.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100e2147483647", "1e-2147483648", "10e2147483648", "0.1e-2147483647"})
  void a_number_beyond_every_range_refuses_its_event_alone(String number) {
    byte[] event = ("{\"event\":\"x\",\"n\":" + number + "}").getBytes(UTF_8);
    Refused refused = assertInstanceOf(Refused.class, assertAnswered(event));
    assertEquals(Refused.Reason.NOT_JSON, refused.reason());
    assertEquals("a number is out of every range", refused.detail());
  }

  @Test
  void four_hundred_names_that_hash_alike_are_names_as_any_others() {
    String members =
        IntStream.range(0, 400)
            .mapToObj(MutatedEventsTest::colliding)
            .map(name -> ",\"" + name + "\":1")
            .collect(Collectors.joining());
    byte[] event = ("{\"event\":\"x\"" + members + "}").getBytes(UTF_8);
    for (int i = 0; i < 10; i++) {
      AuditEvent read = assertInstanceOf(AuditEvent.class, assertAnswered(event));
      assertEquals(read, EventJson.known(read.json(), read.hash(), NOW));
    }
  }

  /// Of the names over "aB" and "b!" of one length all hash alike where a hash is 33 times that
  /// before, plus a character.
  private static String colliding(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 14; bit++) {
      name.append((number >> bit & 1) == 0 ? "aB" : "b!");
    }
    return name.toString();
  }

  private static Received assertAnswered(byte[] bytes) {
    Received answer = EventJson.read(bytes, NOW);
    switch (answer) {
      case AuditEvent event ->
          assertEquals(event, EventJson.known(event.json(), event.hash(), NOW));
      case Refused refused -> assertEquals(ByteBuffer.wrap(bytes), refused.bytes());
    }
    assertEquals(AFTER, EventJson.read(NEXT, NOW));
    return answer;
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(3)) {
      case 0 -> {
        byte[] other = bytes.clone();
        other[at] = (byte) random.nextInt(256);
        yield other;
      }
      case 1 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(8)));
      default -> spliced(bytes, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), at);
    };
  }

  private static byte[] spliced(byte[] bytes, int end, byte[] piece, int start) {
    return ByteBuffer.allocate(end + piece.length + bytes.length - start)
        .put(bytes, 0, end)
        .put(piece)
        .put(bytes, start, bytes.length - start)
        .array();
  }
}
