package io.tapevault.recording.tarball;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.LineReader;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.tarball.TarDirectory.Entry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The index files of a tarball, merged: several servers may have recorded one session, each with
/// an index of its own.
///
/// `unlisted` names an events or chunks file that the archive holds and no index names.
record TarballIndex(List<Slice> events, List<Slice> chunks, Optional<String> unlisted) {

  /// A file, and the number of its first event or the offset of its first byte.
  record Slice(String file, long first) {}

  private static final Set<String> NAMES = Set.of("file_name", "type", "index", "offset");

  static TarballIndex read(RecordingSource source, TarDirectory directory) throws IOException {
    Merge merge = new Merge(directory.cut());
    for (Entry entry : directory.entries().values()) {
      if (entry.name().endsWith(".index")) {
        merge.add(source, entry);
      }
    }
    if (merge.indexes == 0) {
      throw directory
          .cut()
          .orElseGet(() -> Damaged.damaged("the archive has no index: it is no recording"));
    }
    return merge.index(directory);
  }

  private static final class Merge {
    private final Optional<Damaged> cut;
    private final Map<String, String> seen = new HashMap<>();
    private final TreeMap<Long, Slice> events = new TreeMap<>();
    private final TreeMap<Long, Slice> chunks = new TreeMap<>();
    private int indexes;

    Merge(Optional<Damaged> cut) {
      this.cut = cut;
    }

    void add(RecordingSource source, Entry entry) throws IOException {
      indexes++;
      try (LineReader lines =
          new LineReader(
              RangeCursor.through(source, entry.start(), entry.end()), Tarball.LONGEST_LINE)) {
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
          add(line(line.get(), lines.number()));
        }
      }
    }

    private JsonLine line(byte[] line, long number) throws IOException {
      try {
        return JsonLine.parse(line, NAMES);
      } catch (Damaged e) {
        throw cut.orElseGet(() -> Damaged.damaged("line " + number + " of the index is not JSON"));
      }
    }

    private void add(JsonLine line) throws Damaged {
      String file = line.text("file_name");
      String type = line.text("type");
      boolean isEvents = type.equals("events");
      if (!isEvents && !type.equals("chunks")) {
        throw Damaged.damaged("the index has a line of an unknown type: " + Damaged.shown(type));
      }
      long first = line.number(isEvents ? "index" : "offset");
      String known = seen.put(file, type + first);
      if (known != null && !known.equals(type + first)) {
        throw Damaged.damaged("the index gives two places for " + Damaged.shown(file));
      }
      Slice other = (isEvents ? events : chunks).put(first, new Slice(file, first));
      if (other != null && !other.file().equals(file)) {
        throw Damaged.damaged(
            "the index gives one place to "
                + Damaged.shown(file)
                + " and "
                + Damaged.shown(other.file()));
      }
      if (seen.size() > TarDirectory.MOST_ENTRIES) {
        throw Damaged.damaged("the index names more than " + TarDirectory.MOST_ENTRIES + " files");
      }
    }

    TarballIndex index(TarDirectory directory) {
      Set<String> unlisted = new HashSet<>();
      for (String name : directory.entries().keySet()) {
        if ((name.endsWith(".events.gz") || name.endsWith(".chunks.gz"))
            && !seen.containsKey(name)) {
          unlisted.add(name);
        }
      }
      return new TarballIndex(
          List.copyOf(events.values()),
          List.copyOf(chunks.values()),
          unlisted.stream().sorted().findFirst());
    }
  }
}
