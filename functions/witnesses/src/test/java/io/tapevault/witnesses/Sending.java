package io.tapevault.witnesses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Format;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.Treatment;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.redaction.Redaction;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.forwarding.selection.Selection;
import io.tapevault.settings.Retention;
import io.tapevault.siem.Sinks;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.siem.Identity;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Events on their way to a server, as a vault sends them.
record Sending(SinkSpec spec) {

  /// By syslog over TLS, in this format, to a server on this machine with this certificate.
  static Sending syslog(String address, Identity server, Format format, Map<String, String> more)
      throws GeneralSecurityException {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address);
    options.put(SinkSpec.ALLOW, "127.0.0.1");
    options.put(SinkSpec.CA, server.certificate());
    return new Sending(
        new SinkSpec(
            "soc",
            SinkType.SYSLOG,
            options,
            null,
            new Treatment(Selection.ALL, Redaction.NONE, format),
            new Begin.Oldest()));
  }

  private Rules rules() {
    return Rules.of(spec.treatment(), new Secrets(SecretStore.NONE, InstantSource.system()));
  }

  /// What is to arrive.
  List<Outgoing> outgoing(List<StoredEvent> events) {
    Rules rules = rules();
    return events.stream().map(rules::outgoing).flatMap(Optional::stream).toList();
  }

  /// What became of each event; fails where the server has trouble with any.
  List<Outcome> outcomes(List<StoredEvent> events) {
    InstantSource clock = InstantSource.system();
    MemoryParking parking = new MemoryParking(clock, Retention.DEFAULT);
    Progress progress =
        new Deliver(spec.name(), Sinks.open(spec, clock), parking, rules())
            .deliver(events, () -> true);
    assertNull(progress.trouble());
    return progress.settled().stream().map(Settled::outcome).toList();
  }

  void deliver(List<StoredEvent> events) {
    assertEquals(events.stream().map(event -> Outcome.DELIVERED).toList(), outcomes(events));
  }
}
