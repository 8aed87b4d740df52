package io.tapevault.node.disk;

import io.tapevault.event.Sha256;
import java.nio.file.Path;
import java.time.Instant;

/// A file as it was when somebody looked; links are no files.
public record SpoolFile(Path path, long size, Instant written, Owner owner, String inode) {

  /// Permissions in octal form, and who owns it.
  public record Owner(int mode, int uid, int gid) {}

  public String name() {
    return String.valueOf(path.getFileName());
  }

  /// Changes whenever anything is done to the file, also where size and time are set back.
  public String fingerprint() {
    return Sha256.ofText(name() + '\n' + size + '\n' + written + '\n' + inode).substring(0, 16);
  }
}
