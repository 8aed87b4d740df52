package io.tapevault.cli.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.node.vault.Receiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// The lines of an export as they come. One line is held at a time.
final class ExportedLines implements Receiver {

  // The largest event is a fourth of it.
  private static final int LONGEST = 64 << 20;

  private final Each each;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  ExportedLines(Each each) {
    this.each = each;
  }

  /// Who takes a line.
  interface Each {
    void take(String line) throws IOException;
  }

  @Override
  public void begins(int status, Map<String, String> headers) {
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
