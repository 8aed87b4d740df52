package io.tapevault.node.recordings.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/// Whether an asciicast says that it ends: version 3 does, with an `x` event; the others never.
final class CastEnd {

  private static final int TAIL = 256;
  private static final Pattern EXIT =
      Pattern.compile("\\n\\[\\s*[0-9.eE+-]+\\s*,\\s*\"x\"\\s*,[^\\n]*\\]\\s*\\z");

  private CastEnd() {}

  static boolean in(Disk disk, SpoolFile cast) throws IOException {
    try (InputStream in = disk.open(cast.path(), Math.max(0, cast.size() - TAIL))) {
      String tail = new String(in.readNBytes(TAIL), UTF_8);
      return EXIT.matcher(tail).find();
    }
  }
}
