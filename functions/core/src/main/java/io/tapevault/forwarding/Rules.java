package io.tapevault.forwarding;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.redaction.Redactor;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.forwarding.secrets.Unresolved;
import java.util.Optional;

/// What one SIEM gets of the log, and how it is written.
public final class Rules {

  /// Every event as the log has it.
  public static final Rules RAW =
      new Rules(Treatment.RAW, new Redactor(Treatment.RAW.redaction(), () -> ""));

  private final Treatment treatment;
  private final Redactor redactor;

  private Rules(Treatment treatment, Redactor redactor) {
    this.treatment = treatment;
    this.redactor = redactor;
  }

  public static Rules of(Treatment treatment, Secrets secrets) {
    String key = treatment.redaction().key();
    return new Rules(
        treatment,
        new Redactor(
            treatment.redaction(),
            () -> {
              if (key == null) {
                throw new Unresolved("there is no redact.key to hash with");
              }
              return secrets.text(key);
            }));
  }

  /// Empty where the SIEM is not to have the event. What comes out knows nothing of what the SIEM
  /// must not see. Throws [Unresolved] where the key to hash with is not there.
  public Optional<Outgoing> outgoing(StoredEvent stored) {
    if (!treatment.selection().takes(stored.event())) {
      return Optional.empty();
    }
    StoredEvent seen =
        new StoredEvent(stored.key(), redactor.redacted(stored.event()), stored.conflict());
    return Optional.of(new Outgoing(seen, treatment.format().text(seen.event())));
  }
}
