package io.tapevault.recording;

import io.tapevault.recording.Verdict.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads lines of bytes; blank ones are passed over.
///
/// A recorder that died leaves a gzip stream without an end. Where that happens between two lines,
/// nothing is missing, and the lines just end.
public final class LineReader implements AutoCloseable {

  private static final int BUFFER = 16 * 1024;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;
  private byte[] line = new byte[BUFFER];
  private int length;
  private boolean tooLong;
  private long number;

  /// A line of more than `longest` bytes is passed over, and is damage; the next one can be read.
  public LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /// How many lines have been read, blank ones too.
  public long number() {
    return number;
  }

  public Optional<byte[]> next() throws IOException {
    while (true) {
      boolean whole = readLine();
      if (tooLong) {
        tooLong = false;
        length = 0;
        number++;
        throw Damaged.damaged("line " + number + " is longer than " + longest + " bytes");
      }
      if (whole || length > 0) {
        number++;
      }
      if (!isBlank()) {
        return Optional.of(Arrays.copyOf(line, length));
      }
      if (!whole) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// False where the input ended before the line did.
  private boolean readLine() throws IOException {
    length = 0;
    while (next < filled || fill()) {
      int end = next;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      append(end);
      boolean found = end < filled;
      next = found ? end + 1 : end;
      if (found) {
        return true;
      }
    }
    return false;
  }

  private boolean fill() throws IOException {
    try {
      filled = Math.max(0, in.read(buffer, 0, BUFFER));
    } catch (Damaged e) {
      filled = 0;
      if (e.status() != Status.CUT_OFF || !isBlank()) {
        throw e;
      }
    }
    next = 0;
    return filled > 0;
  }

  private void append(int end) {
    int more = end - next;
    if (tooLong || more > longest - length) {
      tooLong = true;
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.min(longest, Math.max(length + more, 2 * line.length)));
    }
    System.arraycopy(buffer, next, line, length, more);
    length += more;
  }

  private boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] > ' ' || line[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
