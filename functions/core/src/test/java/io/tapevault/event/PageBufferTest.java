package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventQuery.Order;
import io.tapevault.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PageBufferTest {

  private static final int MOST = 4_000;
  private static final String KILOBYTE = "x".repeat(1_000);
  private static final List<String> SIZES =
      List.of("", "x", KILOBYTE, KILOBYTE.repeat(2), KILOBYTE.repeat(4), KILOBYTE.repeat(5));

  @Test
  void nothing_offered_is_an_empty_page() {
    PageBuffer buffer = PageBuffer.by(PageBuffer.byTime(Order.ASCENDING), 1, MOST);
    assertEquals(EventPage.EMPTY, buffer.page());
    assertFalse(buffer.full());
  }

  @Test
  void exactly_a_page_has_nothing_behind_it() {
    StoredEvent one = event(1, "a", 0, "{}");
    StoredEvent two = event(1, "a", 1, "{}");
    PageBuffer buffer = PageBuffer.by(PageBuffer.byTime(Order.ASCENDING), 2, MOST);
    buffer.offer(two);
    buffer.offer(one);
    assertEquals(new EventPage(List.of(one, two), false), buffer.page());
    assertFalse(buffer.full());
    buffer.offer(event(2, "a", 2, "{}"));
    assertEquals(new EventPage(List.of(one, two), true), buffer.page());
    assertTrue(buffer.full());
  }

  @Test
  void an_event_larger_than_a_page_is_a_page() {
    StoredEvent huge = event(1, "a", 0, KILOBYTE.repeat(5));
    PageBuffer buffer = PageBuffer.by(PageBuffer.byTime(Order.ASCENDING), 10, MOST);
    buffer.offer(huge);
    assertEquals(new EventPage(List.of(huge), false), buffer.page());
  }

  @Test
  void what_lies_behind_an_event_that_had_no_room_is_left_for_the_next_page() {
    StoredEvent first = event(1, "a", 0, KILOBYTE);
    StoredEvent large = event(2, "a", 0, KILOBYTE.repeat(4));
    StoredEvent small = event(3, "a", 0, "{}");
    PageBuffer buffer = PageBuffer.by(PageBuffer.byTime(Order.ASCENDING), 10, MOST);
    buffer.offer(first);
    buffer.offer(large);
    buffer.offer(small);
    assertEquals(new EventPage(List.of(first), true), buffer.page());
  }

  @Test
  void a_page_holds_the_first_of_a_sorted_list_in_whatever_order_they_are_offered_seed_7() {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      List<StoredEvent> events = events(random);
      int limit = random.nextInt(1, 8);
      for (Order order : Order.values()) {
        for (Comparator<StoredEvent> by :
            List.of(PageBuffer.byTime(order), PageBuffer.byIndex(order))) {
          Collections.shuffle(events, random);
          PageBuffer buffer = PageBuffer.by(by, limit, MOST);
          events.forEach(buffer::offer);
          events.forEach(buffer::offer);
          assertEquals(page(events, by, limit), buffer.page());
        }
      }
    }
  }

  @Test
  void pages_one_after_another_hold_every_event_once_seed_8() {
    Random random = new Random(8);
    for (int i = 0; i < 1_000; i++) {
      List<StoredEvent> events = events(random);
      for (Order order : Order.values()) {
        Comparator<StoredEvent> by = PageBuffer.byTime(order);
        List<StoredEvent> read = new ArrayList<>();
        EventPage page = new EventPage(List.of(), false);
        do {
          PageBuffer buffer = PageBuffer.by(by, random.nextInt(1, 5), MOST);
          Collections.shuffle(events, random);
          events.stream()
              .filter(event -> read.isEmpty() || by.compare(event, read.getLast()) > 0)
              .forEach(buffer::offer);
          page = buffer.page();
          read.addAll(page.events());
        } while (page.more());
        assertEquals(events.stream().sorted(by).toList(), read);
      }
    }
  }

  @Test
  void a_page_without_room_is_a_mistake() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PageBuffer.by(PageBuffer.byTime(Order.ASCENDING), 0, MOST));
  }

  @Test
  void bytes_are_those_of_an_answer_that_is_a_text_in_json() throws Exception {
    for (String json :
        List.of(
            "{\"event\":\"x\",\"path\":\"C:\\\\x\\u0000\"}",
            "{\"ü\":\"日本語 😀\"}\n\t",
            "{\"c1\":\"\u009b\u007f\u202e\u2028\ufeff\"}")) {
      StringBuilder spelled = new StringBuilder();
      for (int i = 0; i < json.length(); i++) {
        char c = json.charAt(i);
        boolean acts = "\u009b\u007f\u202e\u2028\ufeff".indexOf(c) >= 0;
        spelled.append(acts ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
      String answer =
          new String(Json.object(out -> out.writeStringField("", spelled.toString())), UTF_8);
      assertEquals(
          answer.getBytes(UTF_8).length - "{\"\":\"\"}".length(), EventPage.bytes(json), json);
    }
  }

  private static EventPage page(List<StoredEvent> events, Comparator<StoredEvent> by, int limit) {
    List<StoredEvent> page = new ArrayList<>();
    long bytes = 0;
    for (StoredEvent event : events.stream().sorted(by).toList()) {
      bytes += EventPage.bytes(event.event().json());
      if (page.size() == limit || (!page.isEmpty() && bytes > MOST)) {
        return new EventPage(page, true);
      }
      page.add(event);
    }
    return new EventPage(page, false);
  }

  private static List<StoredEvent> events(Random random) {
    List<StoredEvent> events = new ArrayList<>();
    for (int n = random.nextInt(12); n > 0; n--) {
      String json = SIZES.get(random.nextInt(SIZES.size()));
      events.add(event(random.nextInt(3), random.nextBoolean() ? "a" : "b", n, json));
    }
    return events;
  }

  private static StoredEvent event(int second, String session, long index, String json) {
    return Events.stored(Events.NOON.plusSeconds(second), session, index, json);
  }
}
