package io.tapevault.forwarding.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// The secrets of one SIEM as they are now. What is named in the settings is read again after five
/// minutes, or when the SIEM has refused it; where it cannot be, what was read last holds.
public final class Secrets {

  static final Duration FOR = Duration.ofMinutes(5);

  private final SecretStore store;
  private final InstantSource clock;
  private final Map<SecretReference, Read> read = new HashMap<>();

  public Secrets(SecretStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Read(String text, Instant until) {}

  /// The text of the settings, or the secret that it names. Throws [Unresolved].
  public synchronized String text(String configured) {
    return SecretReference.parse(configured).map(this::named).orElse(configured);
  }

  private String named(SecretReference reference) {
    Read last = read.get(reference);
    Instant now = clock.instant();
    if (last == null || !now.isBefore(last.until())) {
      try {
        last = new Read(store.read(reference), now.plus(FOR));
      } catch (Unresolved e) {
        if (last == null) {
          throw e;
        }
        last = new Read(last.text(), now.plus(FOR));
      }
      read.put(reference, last);
    }
    return last.text();
  }

  /// The SIEM does not know them: they may have changed.
  public synchronized void refused() {
    read.replaceAll((reference, last) -> new Read(last.text(), Instant.MIN));
  }
}
