package io.tapevault.node.recordings;

import io.tapevault.json.Malformed;
import io.tapevault.node.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a node remembers: a document for each recording, in a folder. While the disk is full the
/// memory takes its place, because the uploads are what makes room.
final class EntryJournal {

  private static final String SUFFIX = ".json";
  // The second form is one that somebody was about to write.
  private static final Pattern DOCUMENT = Pattern.compile("(.+)\\.json(\\.new)?");
  private static final int LARGEST = 8 << 20;

  private final Disk disk;
  private final Path folder;
  private final Consumer<String> log;
  private final Map<String, Entry> unsaved = new ConcurrentHashMap<>();
  private volatile String failure = "";

  EntryJournal(Disk disk, Path folder, Consumer<String> log) {
    this.disk = disk;
    this.folder = folder;
    this.log = log;
  }

  /// A document that cannot be used is put aside, and then there is none.
  Optional<Entry> read(String key) throws IOException {
    Entry kept = unsaved.get(key);
    if (kept != null) {
      return Optional.of(kept);
    }
    Path file = folder.resolve(key + SUFFIX);
    if (disk.look(file).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = disk.open(file, 0)) {
      return Optional.of(EntryJson.read(in.readNBytes(LARGEST)));
    } catch (Malformed e) {
      log.accept(
          file
              + " cannot be used ("
              + e.getMessage()
              + "): it is now "
              + disk.setAside(file).getFileName()
              + ", and what it said is found out again");
      return Optional.empty();
    }
  }

  void write(String key, Entry entry) {
    try {
      replace(key, entry);
    } catch (IOException e) {
      unsaved.put(key, entry);
      failure = String.valueOf(e);
      log.accept("the journal of " + key + " cannot be written, and is kept in memory: " + e);
    }
  }

  /// Says so where something is remembered in memory alone.
  Optional<String> trouble() {
    return unsaved.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the journal cannot be written, and that of "
                + unsaved.size()
                + " recordings is kept in memory: "
                + failure);
  }

  /// Writes what could not be written before, where nobody is at work with it; answers of which.
  List<String> writeAgain(Predicate<String> free) {
    List<String> written = new ArrayList<>();
    for (Map.Entry<String, Entry> one : unsaved.entrySet()) {
      try {
        if (free.test(one.getKey())) {
          replace(one.getKey(), one.getValue());
          written.add(one.getKey());
        }
      } catch (IOException e) {
        // That has been told.
      }
    }
    return written;
  }

  private void replace(String key, Entry entry) throws IOException {
    disk.create(folder);
    disk.replace(folder.resolve(key + SUFFIX), EntryJson.write(entry));
    unsaved.remove(key);
  }

  /// Whether the last word on it is on the disk.
  boolean holds(String key) {
    return !unsaved.containsKey(key);
  }

  void forget(String key) throws IOException {
    unsaved.remove(key);
    disk.delete(folder.resolve(key + SUFFIX));
  }

  /// Forgets all that are not there any more.
  void forgetOthers(Predicate<String> there) throws IOException {
    unsaved.keySet().removeIf(there.negate());
    for (Path file : disk.list(folder)) {
      Matcher document = DOCUMENT.matcher(String.valueOf(file.getFileName()));
      if (document.matches() && !there.test(document.group(1))) {
        disk.delete(file);
      }
    }
  }
}
