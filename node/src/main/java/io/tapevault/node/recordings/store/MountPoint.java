package io.tapevault.node.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.node.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Which mount a folder was on when it was written to first, in a file of a line. Where the mount
/// has gone, what is written there is out of sight as soon as it is back.
final class MountPoint {

  private static final int LONGEST = 10_000;

  private final Disk disk;
  private final Path folder;
  private final Path memory;

  MountPoint(Disk disk, Path folder, Path memory) {
    this.disk = disk;
    this.folder = folder;
    this.memory = memory;
  }

  /// Says so where the folder is on another mount than it was.
  Optional<String> moved() throws IOException {
    String now = folder + " on " + disk.mountPoint(folder);
    String before = before();
    if (!before.startsWith(folder + " on ")) {
      remember(now);
      return Optional.empty();
    }
    return before.equals(now)
        ? Optional.empty()
        : Optional.of(
            "it was "
                + before
                + ", and is "
                + now
                + ": mount it; if it is to be there, remove "
                + memory);
  }

  private String before() throws IOException {
    if (disk.look(memory).isEmpty()) {
      return "";
    }
    try (InputStream in = disk.open(memory, 0)) {
      return new String(in.readNBytes(LONGEST), UTF_8);
    }
  }

  private void remember(String now) {
    try {
      disk.replace(memory, now.getBytes(UTF_8));
    } catch (IOException e) {
      // Our disk is full, perhaps, and what is uploaded makes room.
    }
  }
}
