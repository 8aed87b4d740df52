package io.tapevault.recording.tarball;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordingSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the files of a tar lie. Made by leaping from header to header; the files themselves are
/// not read.
///
/// As `tar cf x .` makes them, names may begin with `./`, and there may be folders; what is in one
/// of those is refused. `cut` says where an archive that ends too early does so; its last file may
/// be shorter than its header says.
public record TarDirectory(Map<String, Entry> entries, Optional<Damaged> cut) {

  /// A file, and how much of it is there.
  public record Entry(String name, long start, long end) {}

  // A server opens two files whenever the other one took a slice. Two that take turns at every
  // slice of 3 s for eight hours
  // make 20,000.
  static final int MOST_ENTRIES = 20_000;
  // What GNU tar and Go write is below 1 KiB.
  private static final int LONGEST_EXTENSION = 64 * 1024;
  private static final int WINDOW = 64 * 1024;

  /// Empty where what begins with `head` is no tar.
  public static Optional<TarDirectory> open(RecordingSource source, byte[] head)
      throws IOException {
    return TarHeader.isOne(head) ? Optional.of(scan(source)) : Optional.empty();
  }

  private static TarDirectory scan(RecordingSource source) throws IOException {
    try (RangeCursor cursor = RangeCursor.leaping(source, WINDOW)) {
      return new Scan(cursor, source.size()).run();
    }
  }

  /// A file that an index names.
  Entry find(String name) throws Damaged {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw cut.orElseGet(
          () -> Damaged.damaged("the index names " + Damaged.shown(name) + ", which is not there"));
    }
    return entry;
  }

  private static final class Scan {
    private final RangeCursor cursor;
    private final long size;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private PaxRecords extension = PaxRecords.NONE;
    private @Nullable String longName;
    private int headers;

    Scan(RangeCursor cursor, long size) {
      this.cursor = cursor;
      this.size = size;
    }

    TarDirectory run() throws IOException {
      while (true) {
        byte[] block = cursor.readNBytes(TarHeader.SIZE);
        if (block.length < TarHeader.SIZE) {
          return cut("the archive ends without its two closing blocks");
        }
        if (TarHeader.isZero(block)) {
          return closing();
        }
        if (++headers > MOST_ENTRIES) {
          throw Damaged.damaged("the archive has more than " + MOST_ENTRIES + " entries");
        }
        TarHeader header = extension.apply(TarHeader.parse(block).named(longName));
        long start = cursor.position();
        long next = TarHeader.after(start, header.size());
        take(header, start);
        if (next > size) {
          return cut("the archive ends within " + Damaged.shown(header.name()));
        }
        cursor.seek(next);
      }
    }

    private TarDirectory closing() throws IOException {
      byte[] second = cursor.readNBytes(TarHeader.SIZE);
      if (second.length < TarHeader.SIZE) {
        return cut("the archive ends within its two closing blocks");
      }
      if (!TarHeader.isZero(second)) {
        throw Damaged.damaged("the archive has an empty block between its entries");
      }
      return new TarDirectory(entries, Optional.empty());
    }

    private TarDirectory cut(String what) {
      return new TarDirectory(entries, Optional.of(Damaged.cutOff(what)));
    }

    private void take(TarHeader header, long start) throws IOException {
      switch (header.kind()) {
        case '0' -> file(header, start);
        case '5' -> forget();
        case 'x' -> extension = PaxRecords.parse(extension(header));
        case 'L' -> longName = TarHeader.text(extension(header));
        case 'g' -> extension(header);
        default ->
            throw Damaged.damaged(
                Damaged.shown(header.name())
                    + " is "
                    + kind(header.kind())
                    + "; a recording holds files only");
      }
    }

    /// What was said of an entry before its header is said of no other.
    private void forget() {
      extension = PaxRecords.NONE;
      longName = null;
    }

    private void file(TarHeader header, long start) throws Damaged {
      String name = header.name().startsWith("./") ? header.name().substring(2) : header.name();
      forget();
      if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.equals("..")) {
        throw Damaged.damaged(
            Damaged.shown(name) + " is a path; a recording holds base names only");
      }
      Entry entry = new Entry(name, start, Math.min(size, start + header.size()));
      if (entries.put(name, entry) != null) {
        throw Damaged.damaged("the archive has two entries " + Damaged.shown(name));
      }
    }

    private byte[] extension(TarHeader header) throws IOException {
      if (header.size() > LONGEST_EXTENSION) {
        throw Damaged.damaged("an extended header of the archive has " + header.size() + " bytes");
      }
      return header.size() > size - cursor.position()
          ? new byte[0]
          : cursor.readNBytes((int) header.size());
    }

    private static String kind(char kind) {
      return switch (kind) {
        case '1' -> "a hard link";
        case '2' -> "a symbolic link";
        case '3', '4' -> "a device";
        case '6' -> "a pipe";
        case 'K' -> "a link of a long name";
        case 'S' -> "a sparse file";
        default -> "an entry of kind " + Damaged.shown(String.valueOf(kind));
      };
    }
  }
}
