package io.tapevault.node;

import io.tapevault.node.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The disks that a node works on.
record Disks(Disk disk, List<Path> folders) {

  // Below that the next write may fail.
  private static final long FULL = 16L << 20;
  private static final int HUNDREDTH = 100;

  /// Which of them is full; empty where none is.
  Optional<String> full() {
    for (Path folder : folders) {
      try {
        Disk.Room room = disk.room(folder);
        if (room.free() < Math.min(FULL, room.whole() / HUNDREDTH)) {
          return Optional.of(
              "the disk of " + folder + " is full: " + room.free() + " bytes are left; make room");
        }
      } catch (IOException e) {
        // It is not there: whoever uses it says so.
      }
    }
    return Optional.empty();
  }
}
