package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.EventKey;
import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a SIEM is not to have, or not to see.
class DeliverRulesTest extends Delivering {

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
    List<String> parked = new ArrayList<>();
    Parking keeping =
        new Parking() {
          @Override
          public void park(List<Refused> refused) {
            refused.forEach(one -> parked.add(UTF_8.decode(one.bytes()) + " of " + one.place()));
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
                batch.equals(List.of("0"))
                    ? new Delivery.Delivered()
                    : refused(batch, "status 422")),
            keeping,
            rules("'redact':{'mask':['more']}"));
    StoredEvent elsewhere =
        new StoredEvent(new EventKey("s", 1L << 52), event("s", 1, "private").event(), true);
    deliver(deliver, List.of(event("s", 0, "private"), elsewhere));
    assertEquals(
        List.of(
            "{\"event\":\"x\",\"sid\":\"s\",\"ei\":1,\"uid\":\"1\",\"more\":\"***\"} of "
                + elsewhere.position()),
        parked);
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
