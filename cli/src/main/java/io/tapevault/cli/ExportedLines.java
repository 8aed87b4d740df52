package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.node.vault.Receiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of a part of an export as they come, and where the next part is. One line is held at a
/// time.
final class ExportedLines implements Receiver {

  // The largest event is a fourth of it.
  private static final int LONGEST = 64 << 20;
  private static final Pattern NEXT = Pattern.compile("<(\\?[^>]*)>; rel=\"next\"");

  private final Each each;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String next = "";

  ExportedLines(Each each) {
    this.each = each;
  }

  /// Who takes a line.
  interface Each {
    void take(String line) throws IOException;
  }

  /// The query of the next part; empty where there is none.
  String next() {
    return next;
  }

  @Override
  public void begins(int status, Map<String, String> headers) {
    Matcher link = NEXT.matcher(headers.getOrDefault("link", ""));
    next = link.matches() ? link.group(1) : "";
    line.reset();
  }

  @Override
  public void take(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      byte one = bytes.get();
      if (one == '\n') {
        each.take(line.toString(UTF_8));
        line.reset();
      } else if (line.size() == LONGEST) {
        throw new IOException("the vault sends a line of more than 64 MB");
      } else {
        line.write(one);
      }
    }
  }

  /// Throws where the last line was cut off.
  void end() throws IOException {
    if (line.size() > 0) {
      throw new IOException("the vault's answer was cut off in the middle of an event");
    }
  }
}
