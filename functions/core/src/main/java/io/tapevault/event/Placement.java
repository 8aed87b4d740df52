package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds an event its place, so that nothing is overwritten and every sending of one event meets
/// the same places in the same order: its own index; an index derived from its identity, when
/// another event holds that; then indexes derived from its content, when the same `uid` holds that
/// with other content.
public final class Placement {

  /// Derived indexes lie in [2^52, 2^53): above every index that Teleport counts to, exact in a
  /// double. They tell no order.
  public static final long DERIVED = 1L << 52;

  private static final int TRIES = 16;

  private Placement() {}

  /// A put that succeeds only where nothing is yet.
  public interface ConditionalPut {
    /// Empty when the event was stored at the key, else who holds it.
    Optional<Holder> put(EventKey key, boolean conflict);
  }

  /// Who holds a key.
  public record Holder(String identity, String hash) {}

  public static Appended place(AuditEvent event, ConditionalPut log) {
    boolean conflict = false;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      EventKey key = key(event, attempt);
      Optional<Holder> holder = log.put(key, conflict);
      if (holder.isEmpty()) {
        return conflict ? new Appended.Conflict(key) : new Appended.Stored(key);
      }
      if (holder.get().hash().equals(event.hash())) {
        return new Appended.AlreadyThere(key);
      }
      conflict |= holder.get().identity().equals(event.identity());
    }
    throw new IllegalStateException(
        "no free place for event " + event.identity() + " in " + TRIES + " tries");
  }

  static EventKey key(AuditEvent event, int attempt) {
    return switch (attempt) {
      case 0 -> event.key();
      case 1 -> derived(event, event.identity());
      default -> derived(event, event.hash() + '#' + attempt);
    };
  }

  private static EventKey derived(AuditEvent event, String from) {
    long bits = ByteBuffer.wrap(Sha256.digest().digest(from.getBytes(UTF_8))).getLong();
    return new EventKey(event.key().session(), DERIVED | (bits & (DERIVED - 1)));
  }
}
