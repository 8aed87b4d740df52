package io.tapevault.catalogue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The list of all sessions: what it says was told by the log, and can be told again by it.
///
/// What was put is there for whoever asks afterwards, and for as long as what is written now is
/// kept. Safe for many at once. Throws [io.tapevault.event.Unavailable] and
/// [io.tapevault.event.NotPermitted].
public interface Catalogue {

  /// A session, and the how-manieth it is that was put of it, from 1 on.
  record Entry(Listed session, long revision) {}

  /// In the order that was asked for. Where `next` is there, so may be more: behind that place, and
  /// even if there is nothing on this page.
  record Page(List<Listed> sessions, @Nullable Place next) {
    public Page {
      sessions = List.copyOf(sessions);
    }

    /// Of one session more than `limit`, where there are so many.
    public static Page of(List<Listed> found, int limit) {
      return found.size() <= limit
          ? new Page(found, null)
          : new Page(found.subList(0, limit), found.get(limit - 1).place());
    }
  }

  Optional<Entry> find(String sid);

  /// Puts a session in the place of what was seen there, 0 for nothing. False where something else
  /// is there by now.
  boolean put(Listed session, long seen);

  Page page(CatalogueQuery query, @Nullable Place after, int limit);
}
