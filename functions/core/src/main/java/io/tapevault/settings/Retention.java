package io.tapevault.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// For how long what was written stays. `0` means the default, as Teleport has it; `forever` is a
/// word, not a number.
public sealed interface Retention {

  Retention DEFAULT = new For(Duration.ofDays(365));

  /// From so many days on a table of AWS costs less in the class for what is read seldom: each
  /// request is a quarter dearer there, and storage two fifths of the price.
  int SELDOM_READ_DAYS = 60;

  /// When what is written now expires; empty for never.
  Optional<Instant> expiry(Instant now);

  /// From when the retention of an event counts: the later of writing and happening, so that a
  /// clock which is behind hides nothing.
  static Instant begin(Instant now, Instant happened) {
    return happened.isAfter(now) ? happened : now;
  }

  /// The longer one, where a store lets nobody remove anything for so long.
  static Retention atLeast(Retention kept, Duration least) {
    return kept.now() instanceof For(Duration duration) && duration.compareTo(least) < 0
        ? new For(least)
        : kept;
  }

  /// What it is at this moment, where it may change, for what no kind names.
  Retention now();

  /// What it is for events of a type.
  Retention of(String type);

  /// Events of these types, and of those that begin so.
  record Kind(Set<String> types, List<String> prefixes, Retention keep) {
    public Kind {
      types = Set.copyOf(types);
      prefixes = List.copyOf(prefixes);
    }

    private boolean names(String type) {
      return types.contains(type) || prefixes.stream().anyMatch(type::startsWith);
    }
  }

  /// One that depends on the kind of event: the first that names its type counts.
  record ByKind(Retention otherwise, List<Kind> kinds) implements Retention {
    public ByKind {
      kinds = List.copyOf(kinds);
    }

    @Override
    public Optional<Instant> expiry(Instant now) {
      return otherwise.expiry(now);
    }

    @Override
    public Retention now() {
      return otherwise.now();
    }

    @Override
    public Retention of(String type) {
      return kinds.stream()
          .filter(kind -> kind.names(type))
          .map(Kind::keep)
          .findFirst()
          .orElse(otherwise);
    }
  }

  /// One that may change while it is used.
  record Current(Supplier<Retention> source) implements Retention {
    @Override
    public Optional<Instant> expiry(Instant now) {
      return now().expiry(now);
    }

    @Override
    public Retention now() {
      return source.get().now();
    }

    @Override
    public Retention of(String type) {
      return source.get().of(type);
    }
  }

  record For(Duration duration) implements Retention {
    @Override
    public Optional<Instant> expiry(Instant now) {
      return Optional.of(now.plus(duration));
    }

    @Override
    public Retention now() {
      return this;
    }

    @Override
    public Retention of(String type) {
      return this;
    }
  }

  record Forever() implements Retention {
    @Override
    public Optional<Instant> expiry(Instant now) {
      return Optional.empty();
    }

    @Override
    public Retention now() {
      return this;
    }

    @Override
    public Retention of(String type) {
      return this;
    }
  }

  static Retention parse(String text) {
    if (text.equals("forever")) {
      return new Forever();
    }
    if (text.equals("0")) {
      return DEFAULT;
    }
    Duration duration = Durations.parse(text);
    return duration.isZero() ? DEFAULT : new For(duration);
  }
}
