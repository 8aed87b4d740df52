package io.tapevault.token;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a token is good for.
public enum Scope {
  /// Sending events and recordings, and nothing else.
  INGEST,
  /// Reading what others may read, and changing nothing.
  READ;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> parse(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  /// Several as one text, `ingest,read`.
  public static String text(Set<Scope> scopes) {
    return String.join(",", new TreeSet<>(scopes).stream().map(Scope::word).toList());
  }

  /// Words that this version does not know give no right.
  public static Set<Scope> ofText(String text) {
    Set<Scope> scopes = new TreeSet<>();
    for (String word : text.split(",", -1)) {
      parse(word).ifPresent(scopes::add);
    }
    return scopes;
  }
}
