package io.tapevault.node.audit;

import io.tapevault.node.health.Progress;
import io.tapevault.node.health.Progress.Oldest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The files of a log as they were when they were listed last, and how far each has been read.
final class Seen {

  private static final String NO_TROUBLE = "it is being sent, or its last line has no end yet";

  private final Map<Path, Version> listed = new HashMap<>();
  private final Map<Path, Version> readToEnd = new HashMap<>();
  private final Map<Path, Long> positions = new HashMap<>();
  private final Map<Path, Instant> behindSince = new HashMap<>();
  private long sent;

  void list(Map<Path, Version> files) {
    listed.clear();
    listed.putAll(files);
    for (Map<Path, ?> one : List.of(readToEnd, positions, behindSince)) {
      one.keySet().retainAll(files.keySet());
    }
  }

  /// Those that may have something new, the oldest first.
  List<Path> changed(Instant now, Duration quiet) {
    return listed.entrySet().stream()
        .filter(one ->
            !one.getValue().equals(readToEnd.get(one.getKey()))
                || (isBehind(one.getKey(), one.getValue()) && isFinished(one.getKey(), now, quiet)))
        .sorted(
            Map.Entry.<Path, Version>comparingByValue(Comparator.comparing(Version::modified))
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isBehind(Path path, Version version) {
    return positions.getOrDefault(path, 0L) < version.size();
  }

  /// Whether it is as it was when it was listed.
  boolean isUnchanged(Path path) throws IOException {
    return Version.of(path).equals(listed.get(path));
  }

  /// Whether nobody writes it any more: another one beside it is newer, and it was quiet for a
  /// while.
  boolean isFinished(Path path, Instant now, Duration quiet) {
    Version own = listed.get(path);
    return own != null
        && own.modified().toInstant().isBefore(now.minus(quiet))
        && listed.entrySet().stream()
            .anyMatch(other ->
                Objects.equals(other.getKey().getParent(), path.getParent())
                    && other.getValue().modified().compareTo(own.modified()) > 0);
  }

  void read(Path path, Mark mark, long lines) {
    positions.put(path, mark.position());
    sent += lines;
  }

  /// As it was when it was listed.
  void readToEnd(Path path) {
    Version version = listed.get(path);
    if (version != null) {
      readToEnd.put(path, version);
    }
  }

  Progress progress(Instant now, long quarantined, Optional<String> trouble) {
    long pending = 0;
    long bytes = 0;
    for (Map.Entry<Path, Version> one : listed.entrySet()) {
      if (isBehind(one.getKey(), one.getValue())) {
        behindSince.putIfAbsent(one.getKey(), now);
        pending++;
        bytes += one.getValue().size() - positions.getOrDefault(one.getKey(), 0L);
      } else {
        behindSince.remove(one.getKey());
      }
    }
    Optional<Oldest> oldest =
        behindSince.values().stream()
            .min(Comparator.naturalOrder())
            .map(since -> new Oldest(since, trouble.orElse(NO_TROUBLE)));
    return new Progress(pending, bytes, oldest, sent, quarantined, trouble);
  }
}
