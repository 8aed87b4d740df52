package io.tapevault.node.recordings.store;

import io.tapevault.event.Sha256;
import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.recording.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/// `file:///folder`: recordings as `<folder>/<sid>.tar`. The folder is never made: where a mount
/// has gone, it would be made on the disk below it.
public final class FolderStore implements Store {

  private final Disk disk;
  private final Path folder;
  private final String node;
  private final Bandwidth bandwidth;
  private final MountPoint mount;

  /// The name of the node keeps what several of them write at once apart.
  public FolderStore(Disk disk, Place place, String node, Bandwidth bandwidth) {
    this.disk = disk;
    this.folder = place.folder;
    this.mount = new MountPoint(disk, place.folder, place.memory);
    this.node = node;
    this.bandwidth = bandwidth;
  }

  /// A folder, and the file that says which mount it was on.
  public record Place(Path folder, Path memory) {}

  @Override
  public Outcome store(Shipment shipment) throws IOException {
    Path target = folder.resolve(new ObjectKey.Recording(shipment.sid()).name());
    String ours = Sha256.ofText(node + '/' + shipment.sid()).substring(0, 16);
    Path temporary = folder.resolve(".tapevault-" + ours + ".part");
    Metered source = new Metered(shipment, bandwidth, 0, shipment.digest().size());
    try {
      if (!disk.isFolder(folder)) {
        return later(folder + " is not there: make it, or mount what it is on");
      }
      Optional<String> moved = mount.moved();
      if (moved.isPresent()) {
        return later(moved.get());
      }
      Optional<Outcome> there = look(target, shipment.digest());
      if (there.isEmpty()) {
        String sha256 = write(temporary, source);
        if (!sha256.equals(shipment.digest().sha256())) {
          disk.delete(temporary);
          return new Outcome.Unlike("other bytes were read than before");
        }
        disk.claim(temporary, target);
        disk.force(folder);
        there = look(target, shipment.digest());
      }
      disk.delete(temporary);
      // It may have gone in the meantime.
      moved = mount.moved();
      if (moved.isPresent()) {
        return later(moved.get());
      }
      return there.orElseGet(() -> later(target + " is gone again"));
    } catch (IOException e) {
      removeQuietly(temporary);
      source.check();
      return later("cannot write into " + folder + ": " + e);
    }
  }

  /// Empty where there is nothing yet.
  private Optional<Outcome> look(Path target, Digest digest) throws IOException {
    Optional<SpoolFile> there = disk.look(target);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    if (there.get().size() == digest.size() && sha256(target).equals(digest.sha256())) {
      return Optional.of(new Outcome.Confirmed());
    }
    return Optional.of(
        new Outcome.OtherBytes(
            target + " has other bytes, " + there.get().size() + " of them", false));
  }

  private String sha256(Path file) throws IOException {
    MessageDigest sha256 = Sha256.digest();
    try (InputStream in = disk.open(file, 0)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
    }
    return Sha256.end(sha256);
  }

  private String write(Path temporary, Metered source) throws IOException {
    MessageDigest sha256 = Sha256.digest();
    disk.write(
        temporary,
        out -> {
          try (InputStream in = source.open()) {
            in.transferTo(new DigestOutputStream(out, sha256));
          }
        });
    source.check();
    return Sha256.end(sha256);
  }

  private void removeQuietly(Path temporary) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      // It is overwritten the next time.
    }
  }

  private static Outcome later(String why) {
    return new Outcome.TryAgain(why, true, Duration.ZERO);
  }
}
