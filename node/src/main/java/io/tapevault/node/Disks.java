package io.tapevault.node;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The disks that a node works on.
record Disks(List<Path> folders) {

  // Below that the next write may fail.
  private static final long FULL = 16L << 20;
  private static final int HUNDREDTH = 100;

  /// Which of them is full; empty where none is.
  Optional<String> full() {
    for (Path folder : folders) {
      try {
        FileStore disk = Files.getFileStore(folder);
        long free = disk.getUsableSpace();
        if (free < Math.min(FULL, disk.getTotalSpace() / HUNDREDTH)) {
          return Optional.of(
              "the disk of " + folder + " is full: " + free + " bytes are left; make room");
        }
      } catch (IOException e) {
        // It is not there yet: whoever uses it says so.
      }
    }
    return Optional.empty();
  }
}
