package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.Piecewise.Fate;
import io.tapevault.json.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PiecewiseTest {

  private static final Fate TAKEN = new Fate.Taken();
  private static final Fate AGAIN = new Fate.Again();
  private static final Fate REFUSED = new Fate.Refused("bad");
  private static final Delivery.TryAgain BUSY =
      new Delivery.TryAgain(Duration.ofSeconds(1), false, "busy");

  private final List<String> requests = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Piecewise piecewise =
      new Piecewise(events -> {
        requests.add(String.join("", events.stream().map(Outgoing::key).toList()));
        return answers.isEmpty() ? whole(new Delivery.Delivered()) : answers.remove();
      });

  private static Answer whole(Delivery delivery) {
    return new Answer.Whole(delivery);
  }

  private static Answer each(Fate... fates) {
    return new Answer.Each(List.of(fates), null);
  }

  /// One event for each letter.
  private static List<Outgoing> batch(String uids) {
    return uids.chars()
        .mapToObj(uid -> {
          String json = "{\"event\":\"x\",\"uid\":\"" + (char) uid + "\"}";
          AuditEvent event = (AuditEvent) EventJson.read(json.getBytes(UTF_8), Instant.EPOCH);
          return new Outgoing(new StoredEvent(event.key(), event, false), json);
        })
        .toList();
  }

  private static Delivery refused(int... places) {
    return new Delivery.Refused(
        IntStream.of(places).mapToObj(i -> new RefusedEvent(i, "bad")).toList());
  }

  @Test
  void what_is_not_settled_is_sent_at_once() {
    answers.add(each(TAKEN, REFUSED, AGAIN, AGAIN));
    answers.add(each(REFUSED, AGAIN));
    assertEquals(refused(1, 2), piecewise.deliver(batch("abcd")));
    assertEquals(List.of("abcd", "cd", "d"), requests);
  }

  @Test
  void after_trouble_only_the_rest_goes_when_the_batch_comes_again() {
    answers.add(new Answer.Each(List.of(TAKEN, AGAIN, REFUSED), BUSY));
    assertEquals(BUSY, piecewise.deliver(batch("abc")));
    answers.add(whole(BUSY));
    assertEquals(BUSY, piecewise.deliver(batch("abc")));
    assertEquals(refused(2), piecewise.deliver(batch("abc")));
    assertEquals(List.of("abc", "b", "b"), requests);
  }

  @Test
  void a_smaller_batch_knows_what_became_of_its_events() {
    answers.add(new Answer.Each(List.of(TAKEN, TAKEN, REFUSED, AGAIN), BUSY));
    piecewise.deliver(batch("abcd"));
    assertEquals(new Delivery.Delivered(), piecewise.deliver(batch("ab")));
    assertEquals(refused(0), piecewise.deliver(batch("cd")));
    assertEquals(List.of("abcd", "d"), requests);
  }

  @Test
  void what_is_done_is_forgotten() {
    answers.add(each(TAKEN, REFUSED));
    piecewise.deliver(batch("ab"));
    piecewise.deliver(batch("ab"));
    assertEquals(List.of("ab", "ab"), requests);
  }

  @Test
  void one_event_alone_is_always_asked_about() {
    answers.add(new Answer.Each(List.of(TAKEN, AGAIN), BUSY));
    piecewise.deliver(batch("ab"));
    piecewise.deliver(batch("a"));
    assertEquals(List.of("ab", "a"), requests);
  }

  @Test
  void a_rest_that_is_refused_as_a_whole_is_tried_in_smaller_batches() {
    answers.add(each(TAKEN, AGAIN, AGAIN));
    answers.add(whole(Delivery.Refused.all(batch("bc"), "status 400")));
    assertEquals(
        new Delivery.TryAgain(Duration.ofSeconds(1), true, "status 400"),
        piecewise.deliver(batch("abc")));
  }

  @Test
  void eight_refused_and_none_taken_may_be_the_siem() {
    for (int i = 0; i < 9; i++) {
      Fate[] fates = new Fate[9 - i];
      Arrays.fill(fates, AGAIN);
      fates[0] = REFUSED;
      answers.add(each(fates));
    }
    assertEquals(
        Delivery.Refused.all(batch("abcdefghi"), "bad"), piecewise.deliver(batch("abcdefghi")));
    assertEquals(8, requests.size());
  }

  @Test
  void an_answer_that_settles_nothing_is_not_asked_for_without_end() {
    answers.add(each(AGAIN, AGAIN));
    assertInstanceOf(Delivery.TryAgain.class, piecewise.deliver(batch("ab")));
    assertEquals(1, requests.size());
  }
}
