package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.json.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueMessagesTest {

  @Test
  void a_body_names_keys() {
    assertEquals(
        List.of(
            "{\"v\":1,\"keys\":[{\"sid\":\"a\",\"ei\":0},{\"sid\":\"\\u00E9\\uD83D\\uDE00\\\"\",\"ei\":9007199254740991}]}"),
        QueueMessages.write(List.of(new EventKey("a", 0), new EventKey("é😀\"", (1L << 53) - 1))));
  }

  @Test
  void a_body_says_whether_its_events_are_sent_once_more() {
    List<EventKey> keys = List.of(new EventKey("a", 0));
    List<String> again = QueueMessages.writeAgain(keys);
    assertEquals(List.of("{\"v\":1,\"again\":true,\"keys\":[{\"sid\":\"a\",\"ei\":0}]}"), again);
    assertEquals(new QueueMessages.Notice(keys, true), QueueMessages.notice(again.getFirst()));
    assertEquals(
        new QueueMessages.Notice(keys, false),
        QueueMessages.notice(QueueMessages.write(keys).getFirst()));
  }

  @Test
  void no_keys_need_no_body() {
    assertEquals(List.of(), QueueMessages.write(List.of()));
  }

  @Test
  void a_body_holds_a_hundred_keys() {
    List<EventKey> keys = LongStream.range(0, 250).mapToObj(i -> new EventKey("s", i)).toList();
    List<List<EventKey>> read =
        QueueMessages.write(keys).stream().map(QueueMessages::read).toList();
    assertEquals(
        List.of(keys.subList(0, 100), keys.subList(100, 200), keys.subList(200, 250)), read);
  }

  @Test
  void a_body_holds_at_most_256_kilobytes() {
    List<EventKey> keys =
        LongStream.range(0, 100).mapToObj(i -> new EventKey("\u0001".repeat(2048), i)).toList();
    List<String> bodies = QueueMessages.write(keys);
    assertEquals(5, bodies.size());
    assertTrue(bodies.stream().allMatch(body -> body.length() <= 256 * 1024));
    assertEquals(keys, bodies.stream().flatMap(body -> QueueMessages.read(body).stream()).toList());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void what_is_written_is_read_again(long seed) {
    Random random = new Random(seed);
    List<EventKey> keys = new ArrayList<>();
    for (int i = random.nextInt(500); i >= 0; i--) {
      String session =
          random
              .ints(1 + random.nextInt(200), 1, 0x11000)
              .filter(c -> !Character.isBmpCodePoint(c) || !Character.isSurrogate((char) c))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .append('.')
              .toString();
      keys.add(new EventKey(session, random.nextLong()));
    }
    List<String> bodies = QueueMessages.write(keys);
    assertTrue(bodies.stream().allMatch(body -> body.chars().allMatch(c -> c >= ' ' && c <= 0x7F)));
    assertEquals(keys, bodies.stream().flatMap(body -> QueueMessages.read(body).stream()).toList());
  }

  @Test
  void members_of_a_later_time_are_welcome() {
    assertEquals(
        List.of(new EventKey("a", 1)),
        QueueMessages.read(
            "{\"by\":[{}],\"keys\":[{\"sid\":\"a\",\"at\":{\"x\":1},\"ei\":1}],\"v\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{\"v\":1}",
        "{\"keys\":[]}",
        "{\"v\":2,\"keys\":[]}",
        "{\"v\":1,\"keys\":{}}",
        "{\"v\":1,\"keys\":[\"a\"]}",
        "{\"v\":1,\"keys\":[{\"sid\":\"a\"}]}",
        "{\"v\":1,\"keys\":[{\"ei\":1}]}",
        "{\"v\":1,\"keys\":[{\"sid\":\"\",\"ei\":1}]}",
        "{\"v\":1,\"keys\":[{\"sid\":\"a\",\"ei\":1.0}]}",
        "{\"v\":1,\"keys\":[{\"sid\":\"a\",\"ei\":\"1\"}]}",
        "{\"v\":1,\"keys\":[{\"sid\":\"a\",\"ei\":9223372036854775808}]}",
        "{\"v\":1,\"keys\":[]"
      })
  void what_is_no_notice_is_malformed(String body) {
    assertThrows(Malformed.class, () -> QueueMessages.read(body));
  }

  @Test
  void a_session_that_no_table_can_hold_is_malformed() {
    String body = "{\"v\":1,\"keys\":[{\"sid\":\"" + "é".repeat(1025) + "\",\"ei\":1}]}";
    assertThrows(Malformed.class, () -> QueueMessages.read(body));
  }
}
