package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliverTest extends Delivering {

  @Test
  void batches_hold_what_a_request_holds_and_one_event_may_be_larger() {
    Deliver deliver = soc(any -> new Delivery.Delivered());
    List<StoredEvent> events = new ArrayList<>(events(0, 150));
    events.add(event("s", 150, "x".repeat(20_000)));
    events.add(event("s", 151, "x".repeat(6_000)));
    events.add(event("s", 152, "x".repeat(6_000)));
    assertEquals(new Counts(153, 0, 0, null), deliver(deliver, events));
    assertEquals(List.of(100, 50, 1, 1, 1), sizes());
    assertEquals(uids(events), requests.stream().flatMap(List::stream).toList());
  }

  @Test
  void a_siem_that_is_slow_gets_fewer_at_once_and_then_more_again() {
    Deliver deliver =
        soc(batch ->
            batch.size() > 30
                ? new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time")
                : new Delivery.Delivered());
    List<StoredEvent> events = events(0, 700);
    int done = 0;
    int troubles = 0;
    while (done < events.size()) {
      Counts progress = deliver(deliver, events.subList(done, events.size()));
      done += progress.done();
      troubles += progress.trouble() == null ? 0 : 1;
    }
    assertEquals(List.of(100, 50, 25, 25), sizes().subList(0, 4));
    assertTrue(sizes().subList(4, sizes().size()).contains(50), "it is tried with more again");
    assertTrue(troubles <= 6, () -> sizes().toString());
    assertEquals(List.of(), parked);
  }

  @Test
  void what_a_siem_drops_is_lost_with_its_reason_and_not_sent_again() {
    List<EventSink.RefusedEvent> two =
        List.of(
            new EventSink.RefusedEvent(1, "it keeps 3 of 5"),
            new EventSink.RefusedEvent(4, "it keeps 3 of 5"));
    Deliver deliver = soc(batch -> new Delivery.Dropped(two, "bad"));
    List<StoredEvent> events = events(0, 5);
    Progress progress = deliver.deliver(events, () -> true);
    List<Settled> expected = new ArrayList<>();
    events.forEach(event -> expected.add(Settled.of(event, Outcome.DELIVERED)));
    expected.set(1, Settled.lost(events.get(1), "it keeps 3 of 5"));
    expected.set(4, Settled.lost(events.get(4), "it keeps 3 of 5"));
    assertEquals(new Progress(expected, null, "bad"), progress);
    assertEquals(List.of(5), sizes());
    assertEquals(List.of(), parked);
  }

  @Test
  void one_that_is_only_busy_is_not_sent_less() {
    Deliver deliver =
        soc(batch ->
            requests.size() == 1
                ? new Delivery.TryAgain(Duration.ofSeconds(9), false, "status 429")
                : new Delivery.Delivered());
    assertEquals(
        new Counts(0, 0, 0, new Trouble(Duration.ofSeconds(9), "status 429", false)),
        deliver(deliver, events(0, 100)));
    assertEquals(100, deliver(deliver, events(0, 100)).done());
    assertEquals(List.of(100, 100), sizes());
  }

  @Test
  void one_that_needs_a_person_is_left_alone_for_half_a_minute_and_then_probed_with_one() {
    Deliver deliver = soc(any -> new Delivery.Down("status 401"));
    Counts down = new Counts(0, 0, 0, new Trouble(Duration.ofSeconds(30), "status 401", true));
    assertEquals(down, deliver(deliver, events(0, 50)));
    assertEquals(down, deliver(deliver, events(0, 50)));
    assertEquals(List.of(50, 1), sizes());
  }

  @Test
  void when_no_time_is_left_what_is_done_is_told_and_one_request_is_always_made() {
    Deliver deliver = soc(any -> new Delivery.Delivered());
    Progress progress = deliver.deliver(events(0, 250), () -> requests.size() < 2);
    assertEquals(200, progress.done());
    assertNull(progress.trouble());
    assertEquals(50, deliver.deliver(events(200, 250), () -> false).done());
  }
}
