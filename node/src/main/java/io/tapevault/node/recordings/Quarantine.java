package io.tapevault.node.recordings;

import io.tapevault.json.Json;
import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.node.recordings.Entry.Fate;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Found.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// `<spool>/quarantine/<recording>/`: recordings that cannot be uploaded, whole, with
/// `reason.json`. It lies in the spool because a rename within a file system needs no room. Moved
/// back into the spool, a recording is tried again.
final class Quarantine {

  static final String NAME = "quarantine";

  private final Disk disk;
  private final EntryJournal journal;

  Quarantine(Disk disk, EntryJournal journal) {
    this.disk = disk;
    this.journal = journal;
  }

  void put(Found found, Entry entry, String reason) throws IOException {
    journal.write(found.key(), entry.with(new Fate.Quarantined(reason)));
    Path folder = folder(found, entry.digest().sha256(), reason);
    if (found.layout() == Layout.PARTS) {
      disk.rename(found.place(), free(folder.resolve(name(found.place()))));
      disk.force(Objects.requireNonNull(found.place().getParent()));
    } else {
      for (SpoolFile mark : found.marks()) {
        move(mark, folder);
      }
      for (SpoolFile file : found.files()) {
        move(file, folder);
      }
    }
    disk.force(folder);
    disk.force(found.folder());
    journal.forget(found.key());
  }

  /// A file beside a recording.
  void putAside(Found found, SpoolFile file, String reason) throws IOException {
    Path folder = folder(found, file.fingerprint(), reason);
    move(file, folder);
    disk.force(folder);
  }

  private Path folder(Found found, String which, String reason) throws IOException {
    Path folder = found.folder().resolve(NAME).resolve(found.key() + "-" + which.substring(0, 8));
    disk.create(folder);
    disk.replace(
        folder.resolve("reason.json"),
        Json.object(json -> {
          json.writeStringField("sid", found.sid().value());
          json.writeStringField("from", found.place().toString());
          json.writeStringField("reason", reason);
        }));
    return folder;
  }

  private void move(SpoolFile file, Path folder) throws IOException {
    disk.rename(file.path(), free(folder.resolve(file.name())));
  }

  /// A name that nothing has: what is there is kept too.
  private Path free(Path wanted) throws IOException {
    Path free = wanted;
    for (int i = 2; disk.look(free).isPresent() || !disk.list(free).isEmpty(); i++) {
      free = wanted.resolveSibling(wanted.getFileName() + "-" + i);
    }
    return free;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// How many recordings lie there.
  int count(Path spool) throws IOException {
    return disk.list(spool.resolve(NAME)).size();
  }
}
