package io.tapevault.forwarding.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of an event a SIEM must not see, by the paths of fields: `drop` is not there, `mask` is
/// there without its value, `hash` stands as a code that is the same for the same value. `key` is
/// the secret, or the name of it, without which a code tells nothing.
public record Redaction(
    List<String> drop, List<String> mask, List<String> hash, @Nullable String key) {

  public static final Redaction NONE = new Redaction(List.of(), List.of(), List.of(), null);

  /// What no SIEM does without: by these an event is told from others, and what is not sent of them
  /// is sent as a key all the same.
  public static final List<String> KEPT = List.of("event", "sid", "time", "uid");

  public Redaction {
    drop = List.copyOf(drop);
    mask = List.copyOf(mask);
    hash = List.copyOf(hash);
  }

  public boolean isEmpty() {
    return drop.isEmpty() && mask.isEmpty() && hash.isEmpty();
  }

  @Override
  public String toString() {
    return "Redaction[drop=" + drop + ", mask=" + mask + ", hash=" + hash + "]";
  }
}
