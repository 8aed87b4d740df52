package io.tapevault.disk.file;

import java.net.URI;
import java.nio.file.Path;

/// `file:///folder`, with Teleport's spelling.
final class FileUri {

  private FileUri() {}

  static Path folder(URI uri) {
    boolean local = uri.getAuthority() == null || uri.getAuthority().equals("localhost");
    boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null;
    if (!"file".equals(uri.getScheme()) || uri.getPath() == null || !local || !plain) {
      throw new IllegalArgumentException(
          "not a folder for recordings: " + uri + ", expected file:///folder");
    }
    Path folder = Path.of(URI.create("file://" + uri.getRawPath())).normalize();
    if (folder.getParent() == null) {
      throw new IllegalArgumentException(
          "recordings cannot lie in " + folder + ", name a folder: file:///folder");
    }
    return folder;
  }
}
