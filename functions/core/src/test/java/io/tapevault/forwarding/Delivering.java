package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.json.EventJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A SIEM that answers as it is told, and what is brought to it and parked.
abstract class Delivering {

  final List<List<String>> requests = new ArrayList<>();
  final List<String> parked = new ArrayList<>();

  /// A SIEM that takes 100 events or 10,000 bytes at once, and answers as it is told.
  EventSink siem(Function<List<String>, Delivery> answer) {
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

  /// Who delivers everything to such a SIEM, as it was stored.
  Deliver soc(Function<List<String>, Delivery> answer) {
    return new Deliver("soc", siem(answer), parking, Rules.RAW);
  }

  final Parking parking =
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

  static List<StoredEvent> events(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> event("s" + i % 3, i, "")).toList();
  }

  static StoredEvent event(String session, int uid, String more) {
    String json =
        "{\"event\":\"x\",\"sid\":\"%s\",\"ei\":%d,\"uid\":\"%d\",\"more\":\"%s\"}"
            .formatted(session, uid, uid, more);
    AuditEvent event = (AuditEvent) EventJson.read(json.getBytes(UTF_8), Instant.EPOCH);
    return new StoredEvent(event.key(), event, false);
  }

  static List<String> uids(List<StoredEvent> events) {
    return events.stream().map(one -> one.event().identity()).toList();
  }

  static Delivery refused(List<String> batch, String why) {
    return new Delivery.Refused(
        IntStream.range(0, batch.size())
            .mapToObj(i -> new EventSink.RefusedEvent(i, why))
            .toList());
  }

  static Counts deliver(Deliver deliver, List<StoredEvent> events) {
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

  record Counts(int done, int parked, int excluded, @Nullable Trouble trouble) {}

  List<Integer> sizes() {
    return requests.stream().map(List::size).toList();
  }
}
