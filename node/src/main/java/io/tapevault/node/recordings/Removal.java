package io.tapevault.node.recordings;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.node.recordings.Entry.Fate;
import io.tapevault.node.recordings.spool.Changed;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Found.Layout;
import io.tapevault.node.recordings.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// Removes our copy of what the vault has: these files, as they were when they were read, and no
/// others.
final class Removal {

  private final Disk disk;
  private final EntryJournal journal;
  private final Quarantine quarantine;

  Removal(Disk disk, EntryJournal journal, Quarantine quarantine) {
    this.disk = disk;
    this.journal = journal;
    this.quarantine = quarantine;
  }

  void remove(Found found, Entry entry) throws IOException {
    for (SpoolFile file : found.files()) {
      check(file);
    }
    if (found.layout() == Layout.PARTS) {
      removeParts(found);
    } else {
      removeFiles(found, entry);
    }
    journal.forget(found.key());
  }

  private void check(SpoolFile file) throws IOException {
    Optional<SpoolFile> now = disk.look(file.path());
    if (now.isPresent() && !now.get().fingerprint().equals(file.fingerprint())) {
      throw new Changed(file.path() + " was written to while it was uploaded");
    }
  }

  private void removeFiles(Found found, Entry entry) throws IOException {
    // The rest of several files would look like another recording.
    if (found.files().size() + found.marks().size() > 1) {
      journal.write(found.key(), entry.with(new Fate.Removing()));
    }
    for (SpoolFile mark : found.marks()) {
      disk.delete(mark.path());
    }
    for (SpoolFile file : found.files()) {
      check(file);
      disk.delete(file.path());
    }
    disk.force(found.folder());
  }

  /// The folder goes away with its name, and is emptied then.
  private void removeParts(Found found) throws IOException {
    for (SpoolFile mark : found.marks()) {
      if (!isZero(mark)) {
        quarantine.putAside(found, mark, "an unfinished part of a recording that is uploaded");
      }
    }
    Path gone = found.place().resolveSibling(found.place().getFileName() + Spool.GONE);
    disk.rename(found.place(), gone);
    sweep(gone);
  }

  private boolean isZero(SpoolFile file) throws IOException {
    try (InputStream in = disk.open(file.path(), 0)) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }

  /// Empties and removes a folder that went away.
  void sweep(Path gone) throws IOException {
    for (Path file : disk.list(gone)) {
      disk.delete(file);
    }
    disk.delete(gone);
    Path upload = Objects.requireNonNull(gone.getParent());
    try {
      disk.delete(upload);
    } catch (DirectoryNotEmptyException e) {
      // Somebody uses it again.
    }
  }
}
