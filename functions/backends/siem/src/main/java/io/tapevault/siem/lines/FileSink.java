package io.tapevault.siem.lines;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A file on this machine: a line for each event, on the disk before they count as delivered. A
/// file that is full gets the next number after its name, and is never touched again.
///
/// The file is opened for each batch, so that others may take it away. What a crash left of a line
/// is taken away first: its event comes again.
public final class FileSink implements EventSink {

  static final Limits LIMITS = new Limits(1_000, 1 << 20);

  private static final Duration LATER = Duration.ofSeconds(30);
  private static final long ROTATE_DEFAULT = 100L << 20;

  private final Path file;
  private final long full;

  private FileSink(Path file, long full) {
    this.file = file;
    this.full = full;
  }

  /// Throws an [IllegalArgumentException].
  public static FileSink open(SinkSpec spec) {
    return new FileSink(file(spec), full(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    file(spec);
    full(spec);
  }

  // The cause would repeat the path.
  @SuppressWarnings("UnusedException")
  private static Path file(SinkSpec spec) {
    try {
      Path file = Path.of(spec.address());
      if (file.isAbsolute() && file.getFileName() != null && !Files.isDirectory(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // as below
    }
    throw new IllegalArgumentException("it is not the absolute path of a file");
  }

  private static long full(SinkSpec spec) {
    String bytes = spec.options().getOrDefault("rotate", "" + ROTATE_DEFAULT);
    if (!bytes.matches("[1-9][0-9]{3,15}")) {
      throw new IllegalArgumentException("rotate: it is no number of bytes from 1000 on");
    }
    return Long.parseLong(bytes);
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return JsonText.bytes(event.text()) + 1;
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    try {
      if (Files.exists(file) && Files.size(file) >= full) {
        Files.move(file, next());
      }
      boolean isNew = !Files.exists(file);
      append(StdoutSink.lines(batch));
      if (isNew) {
        force(file.resolveSibling("."));
      }
      return new Delivery.Delivered();
    } catch (FileSystemException e) {
      return new Delivery.Down("its file cannot be written: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      return new Delivery.TryAgain(LATER, false, "its file cannot be written: is the disk full?");
    }
  }

  private Path next() {
    int number = 1;
    while (Files.exists(numbered(number))) {
      number++;
    }
    return numbered(number);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  private void append(byte[] lines) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      long end = endOfLastLine(channel);
      channel.truncate(end);
      channel.position(end);
      ByteBuffer left = ByteBuffer.wrap(lines);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(false);
    }
  }

  private static long endOfLastLine(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      channel.read(one.clear(), end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  /// That there is a file is known to its folder.
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }
}
