package io.tapevault.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The few facts that change, each under its name in a list: when a node was last heard, which
/// sessions wait for their recording. It is no evidence: of each name only the latest is there, and
/// what nobody wrote for as long as its subject is kept is left out, whether or not it has been
/// deleted.
///
/// *Durability* and *threads* are as of the event log. Nothing in it is ever found by a search or
/// forwarded. Every method throws [io.tapevault.event.Unavailable], and
/// [io.tapevault.event.NotPermitted] where a permission is missing.
public interface Register {

  /// What is kept in it, and for how long after it was written.
  enum Subject {
    /// Every node, as its last heartbeat told it.
    NODES(30),
    /// The nodes that fell silent, until they are heard again.
    SILENCES(365),
    /// The sessions that have ended, until their recording is there.
    ENDED_SESSIONS(30),
    /// How each SIEM was when that changed last.
    SINKS(365),
    /// What SIEMs are to get once more, until they have.
    REPLAYS(365),
    /// Links to recordings, for long enough after the last of them has expired.
    SHARES(90),
    /// What the vault signs with, as long as it stands.
    KEYS(36_500);

    private final Duration kept;

    Subject(int days) {
      this.kept = Duration.ofDays(days);
    }

    public Duration kept() {
      return kept;
    }
  }

  /// A name of 1 to 253 characters, of when this is (to the millisecond), and what is to be known.
  record Entry(String name, Instant at, String text) {

    private static final int MOST_NAME = 253;
    private static final int MOST_TEXT = 16_384;

    public Entry {
      if (name.isEmpty() || name.length() > MOST_NAME || text.length() > MOST_TEXT) {
        throw new IllegalArgumentException(
            "a name of %d and a text of %d characters".formatted(name.length(), text.length()));
      }
      at = Instant.ofEpochMilli(at.toEpochMilli());
    }
  }

  /// Puts an entry where nothing of its name is, or only what is older; answers whether it did.
  boolean put(Subject subject, Entry entry);

  /// Puts an entry in the place of the one that was seen, if exactly that is still there.
  boolean replace(Subject subject, Entry seen, Entry entry);

  /// Removes the entry that was seen, if exactly that is still there.
  boolean remove(Subject subject, Entry seen);

  Optional<Entry> find(Subject subject, String name);

  /// The entries behind the name `after`, in an order of the register's own; fewer than `most` are
  /// the last.
  List<Entry> page(Subject subject, @Nullable String after, int most);
}
