package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventSink.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whether what is refused is the event or the SIEM.
class DeliverRefusedTest extends Delivering {

  @Test
  void the_one_event_that_is_refused_while_its_neighbours_pass_is_parked_wherever_it_stands() {
    for (int i = 0; i < 20; i++) {
      String poison = "" + i;
      Deliver deliver =
          soc(batch ->
              batch.contains(poison) ? refused(batch, "status 422") : new Delivery.Delivered());
      assertEquals(new Counts(20, 1, 0, null), deliver(deliver, events(0, 20)), poison);
      assertEquals(i + 1, parked.size());
      assertEquals(poison + " soc: status 422", parked.getLast());
    }
  }

  @Test
  void events_that_a_siem_names_are_parked_and_the_others_are_done() {
    Deliver deliver =
        soc(any ->
            new Delivery.Refused(
                List.of(
                    new EventSink.RefusedEvent(1, "no date"),
                    new EventSink.RefusedEvent(3, "no name"))));
    assertEquals(new Counts(4, 2, 0, null), deliver(deliver, events(0, 4)));
    assertEquals(List.of("1 soc: no date", "3 soc: no name"), parked);
  }

  @Test
  void a_siem_that_refuses_everything_is_down_and_nothing_is_parked() {
    boolean[] well = new boolean[1];
    Deliver deliver =
        soc(batch -> well[0] ? new Delivery.Delivered() : refused(batch, "status 400"));
    List<StoredEvent> events = events(0, 205);
    Counts down =
        new Counts(0, 0, 0, new Trouble(Deliver.SOON, "it refuses everything: status 400", true));
    assertEquals(down, deliver(deliver, events));
    requests.clear();
    assertEquals(down, deliver(deliver, events));
    assertTrue(sizes().stream().allMatch(size -> size == 1), "it is probed with single events");
    assertTrue(requests.size() <= 9, () -> requests.toString());
    well[0] = true;
    requests.clear();
    assertEquals(new Counts(205, 0, 0, null), deliver(deliver, events));
    assertEquals(uids(events), requests.stream().flatMap(List::stream).toList());
    assertEquals(List.of(), parked);
  }

  @Test
  void a_siem_that_turns_bad_is_down_by_the_event_that_it_took_before() {
    boolean[] well = {true};
    Deliver deliver =
        soc(batch -> well[0] ? new Delivery.Delivered() : refused(batch, "status 400"));
    assertEquals(10, deliver(deliver, events(0, 10)).done());
    well[0] = false;
    assertEquals(
        new Trouble(Deliver.SOON, "it refuses everything: status 400", true),
        deliver(deliver, events(10, 11)).trouble());
    assertEquals(List.of(), parked);
  }

  @Test
  void a_lone_event_that_is_refused_waits_until_another_passes() {
    Deliver deliver =
        soc(batch -> batch.contains("0") ? refused(batch, "status 400") : new Delivery.Delivered());
    Trouble alone =
        new Trouble(
            Deliver.SOON,
            "it refuses the only event that waits, and nothing else was taken: status 400",
            true);
    assertEquals(new Counts(0, 0, 0, alone), deliver(deliver, events(0, 1)));
    assertEquals(new Counts(0, 0, 0, alone), deliver(deliver, events(0, 1)));
    assertEquals(List.of(), parked);
    assertEquals(new Counts(2, 1, 0, null), deliver(deliver, events(0, 2)));
    assertEquals(List.of("0 soc: status 400"), parked);
  }

  @Test
  void however_many_are_refused_at_first_the_one_that_passes_is_found() {
    Deliver deliver =
        soc(batch ->
            batch.stream().allMatch(uid -> uid.equals("77"))
                ? new Delivery.Delivered()
                : refused(batch, "status 400"));
    List<StoredEvent> events = events(0, 90);
    int done = 0;
    for (int round = 0; round < 15 && done < events.size(); round++) {
      done += deliver(deliver, events.subList(done, events.size())).done();
    }
    assertEquals(90, done);
    assertEquals(89, parked.size());
  }

  @Test
  void an_event_is_not_parked_when_it_is_taken_at_last() {
    Deliver deliver =
        soc(batch ->
            requests.size() == 2 ? refused(batch, "status 400") : new Delivery.Delivered());
    deliver(deliver, events(0, 1));
    assertEquals(new Counts(1, 0, 0, null), deliver(deliver, events(1, 2)));
    assertEquals(List.of(List.of("0"), List.of("1"), List.of("0"), List.of("1")), requests);
    assertEquals(List.of(), parked);
  }
}
