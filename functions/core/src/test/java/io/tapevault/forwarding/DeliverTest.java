package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.json.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliverTest {

  private final List<List<String>> requests = new ArrayList<>();
  private final List<String> parked = new ArrayList<>();

  /// A SIEM that takes 100 events or 10,000 bytes at once, and answers as it is told.
  private EventSink siem(Function<List<String>, Delivery> answer) {
    return new EventSink() {
      @Override
      public Limits limits() {
        return new Limits(100, 10_000);
      }

      @Override
      public int size(Outgoing event) {
        return event.text().length();
      }

      @Override
      public Delivery deliver(List<Outgoing> batch) {
        List<String> uids = batch.stream().map(Outgoing::key).toList();
        requests.add(uids);
        return answer.apply(uids);
      }
    };
  }

  private final Parking parking =
      new Parking() {
        @Override
        public void park(List<Refused> refused) {
          refused.forEach(one -> parked.add(one.uid() + " " + one.detail()));
        }

        @Override
        public List<Refused> parked(LocalDate day, int limit) {
          return List.of();
        }
      };

  private static List<StoredEvent> events(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> event("s" + i % 3, i, "")).toList();
  }

  private static StoredEvent event(String session, int uid, String more) {
    String json =
        "{\"event\":\"x\",\"sid\":\"%s\",\"ei\":%d,\"uid\":\"%d\",\"more\":\"%s\"}"
            .formatted(session, uid, uid, more);
    AuditEvent event = (AuditEvent) EventJson.read(json.getBytes(UTF_8), Instant.EPOCH);
    return new StoredEvent(event.key(), event, false);
  }

  private static List<String> uids(List<StoredEvent> events) {
    return events.stream().map(one -> one.event().identity()).toList();
  }

  private static Delivery refused(List<String> batch, String why) {
    return new Delivery.Refused(
        IntStream.range(0, batch.size())
            .mapToObj(i -> new EventSink.RefusedEvent(i, why))
            .toList());
  }

  private static Counts deliver(Deliver deliver, List<StoredEvent> events) {
    Progress progress = deliver.deliver(events, () -> true);
    assertEquals(
        events.subList(0, progress.done()).stream().map(StoredEvent::key).toList(),
        progress.settled().stream().map(Settled::key).toList());
    return new Counts(
        progress.done(),
        progress.count(Outcome.PARKED),
        progress.count(Outcome.EXCLUDED),
        progress.trouble());
  }

  private record Counts(int done, int parked, int excluded, @Nullable Trouble trouble) {}

  private List<Integer> sizes() {
    return requests.stream().map(List::size).toList();
  }

  @Test
  void batches_hold_what_a_request_holds_and_one_event_may_be_larger() {
    Deliver deliver = new Deliver("soc", siem(any -> new Delivery.Delivered()), parking, Rules.RAW);
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
        new Deliver(
            "soc",
            siem(batch ->
                batch.size() > 30
                    ? new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time")
                    : new Delivery.Delivered()),
            parking,
            Rules.RAW);
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
    Deliver deliver =
        new Deliver("soc", siem(batch -> new Delivery.Dropped(two, "bad")), parking, Rules.RAW);
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
        new Deliver(
            "soc",
            siem(batch ->
                requests.size() == 1
                    ? new Delivery.TryAgain(Duration.ofSeconds(9), false, "status 429")
                    : new Delivery.Delivered()),
            parking,
            Rules.RAW);
    assertEquals(
        new Counts(0, 0, 0, new Trouble(Duration.ofSeconds(9), "status 429", false)),
        deliver(deliver, events(0, 100)));
    assertEquals(100, deliver(deliver, events(0, 100)).done());
    assertEquals(List.of(100, 100), sizes());
  }

  @Test
  void the_one_event_that_is_refused_while_its_neighbours_pass_is_parked() {
    Deliver deliver =
        new Deliver(
            "soc",
            siem(batch ->
                batch.contains("7") ? refused(batch, "status 422") : new Delivery.Delivered()),
            parking,
            Rules.RAW);
    assertEquals(new Counts(20, 1, 0, null), deliver(deliver, events(0, 20)));
    assertEquals(List.of("7 soc: status 422"), parked);
  }

  @Test
  void events_that_a_siem_names_are_parked_and_the_others_are_done() {
    Deliver deliver =
        new Deliver(
            "soc",
            siem(any ->
                new Delivery.Refused(
                    List.of(
                        new EventSink.RefusedEvent(1, "no date"),
                        new EventSink.RefusedEvent(3, "no name")))),
            parking,
            Rules.RAW);
    assertEquals(new Counts(4, 2, 0, null), deliver(deliver, events(0, 4)));
    assertEquals(List.of("1 soc: no date", "3 soc: no name"), parked);
  }

  @Test
  void a_siem_that_refuses_everything_is_down_and_nothing_is_parked() {
    boolean[] well = new boolean[1];
    Deliver deliver =
        new Deliver(
            "soc",
            siem(batch -> well[0] ? new Delivery.Delivered() : refused(batch, "status 400")),
            parking,
            Rules.RAW);
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
        new Deliver(
            "soc",
            siem(batch -> well[0] ? new Delivery.Delivered() : refused(batch, "status 400")),
            parking,
            Rules.RAW);
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
        new Deliver(
            "soc",
            siem(batch ->
                batch.contains("0") ? refused(batch, "status 400") : new Delivery.Delivered()),
            parking,
            Rules.RAW);
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
        new Deliver(
            "soc",
            siem(batch ->
                batch.stream().allMatch(uid -> uid.equals("77"))
                    ? new Delivery.Delivered()
                    : refused(batch, "status 400")),
            parking,
            Rules.RAW);
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
        new Deliver(
            "soc",
            siem(batch ->
                requests.size() == 2 ? refused(batch, "status 400") : new Delivery.Delivered()),
            parking,
            Rules.RAW);
    deliver(deliver, events(0, 1));
    assertEquals(new Counts(1, 0, 0, null), deliver(deliver, events(1, 2)));
    assertEquals(List.of(List.of("0"), List.of("1"), List.of("0"), List.of("1")), requests);
    assertEquals(List.of(), parked);
  }

  @Test
  void one_that_needs_a_person_is_left_alone_for_half_a_minute_and_then_probed_with_one() {
    Deliver deliver =
        new Deliver("soc", siem(any -> new Delivery.Down("status 401")), parking, Rules.RAW);
    Counts down = new Counts(0, 0, 0, new Trouble(Duration.ofSeconds(30), "status 401", true));
    assertEquals(down, deliver(deliver, events(0, 50)));
    assertEquals(down, deliver(deliver, events(0, 50)));
    assertEquals(List.of(50, 1), sizes());
  }

  @Test
  void when_no_time_is_left_what_is_done_is_told_and_one_request_is_always_made() {
    Deliver deliver = new Deliver("soc", siem(any -> new Delivery.Delivered()), parking, Rules.RAW);
    Progress progress = deliver.deliver(events(0, 250), () -> requests.size() < 2);
    assertEquals(200, progress.done());
    assertNull(progress.trouble());
    assertEquals(50, deliver.deliver(events(200, 250), () -> false).done());
  }

  private Rules rules(String settings) {
    SinkSpec siem =
        SinkSpec.parse(("{'name':'a','webhook':'b'," + settings + "}").replace('\'', '"'));
    return Rules.of(
        siem.treatment(), new Secrets(SecretStore.NONE, InstantSource.fixed(Instant.EPOCH)));
  }

  @Test
  void what_is_not_for_a_siem_is_counted_and_passed_over() {
    Rules odd = rules("'filter':{'where':[{'field':'ei','one_of':[1,3,5,9]}]}");
    Deliver deliver =
        new Deliver(
            "soc",
            siem(batch ->
                requests.size() > 1
                    ? new Delivery.TryAgain(Duration.ofSeconds(9), true, "no answer")
                    : new Delivery.Delivered()),
            parking,
            odd);
    assertEquals(new Counts(8, 0, 5, null), deliver(deliver, events(0, 8)));
    assertEquals(
        new Counts(1, 0, 1, new Trouble(Duration.ofSeconds(9), "no answer", false)),
        deliver(deliver, events(8, 11)));
    assertEquals(new Counts(2, 0, 2, null), deliver(deliver, events(10, 12)));
    assertEquals(List.of(List.of("1", "3", "5"), List.of("9")), requests);
  }

  @Test
  void what_is_parked_is_what_the_siem_was_to_see() {
    List<String> bytes = new ArrayList<>();
    Parking keeping =
        new Parking() {
          @Override
          public void park(List<Refused> refused) {
            refused.forEach(one -> bytes.add(UTF_8.decode(one.bytes()).toString()));
          }

          @Override
          public List<Refused> parked(LocalDate day, int limit) {
            return List.of();
          }
        };
    Deliver deliver =
        new Deliver(
            "soc",
            siem(batch ->
                batch.contains("1") ? refused(batch, "status 422") : new Delivery.Delivered()),
            keeping,
            rules("'redact':{'mask':['more']}"));
    deliver(deliver, List.of(event("s", 0, "private"), event("s", 1, "private")));
    assertEquals(
        List.of("{\"event\":\"x\",\"sid\":\"s\",\"ei\":1,\"uid\":\"1\",\"more\":\"***\"}"), bytes);
  }

  @Test
  void nothing_is_sent_while_there_is_no_key_to_hash_with() {
    Deliver deliver =
        new Deliver(
            "soc",
            siem(any -> new Delivery.Delivered()),
            parking,
            rules("'redact':{'hash':['more'],'key':'env:NONE'}"));
    assertEquals(
        new Counts(
            0,
            0,
            0,
            new Trouble(
                Deliver.LATER,
                "no secret can be named here, it has to stand in the settings",
                true)),
        deliver(deliver, events(0, 3)));
    assertEquals(List.of(), requests);
  }
}
