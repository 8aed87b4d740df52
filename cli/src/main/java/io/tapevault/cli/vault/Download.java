package io.tapevault.cli.vault;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.cli.output.ByteProgress;
import io.tapevault.event.Sha256;
import io.tapevault.node.vault.Backoff;
import io.tapevault.node.vault.Receiver;
import io.tapevault.node.vault.VaultClient.Answer;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// Brings what a vault has into a file, however often the connection breaks: it goes on where it
/// was, by `Range`, as long as the vault says by `If-Range` that it is the same. Beside the file
/// lies what it was told of it, so that another process can go on too.
public final class Download {

  private static final int TOO_MANY = 429;
  private static final int NOT_YET = 202;
  private static final int NOWHERE = 416;
  private static final int BUSY = 503;
  private static final int MOST_IN_VAIN = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  // To derive something of the largest recording.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final VaultAddress vault;
  private final Path part;
  private final ByteProgress progress;
  private final Consumer<String> log;

  public Download(VaultAddress vault, Path part, ByteProgress progress, Consumer<String> log) {
    this.vault = vault;
    this.part = part;
    this.progress = progress;
    this.log = log;
  }

  /// By what it is known there, and how it is packed.
  private record Told(String etag, String encoding) {
    static final Told NOTHING = new Told("", "");
  }

  /// When it returns, all of it is there.
  public void fetch(String path) throws IOException, InterruptedException {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE, new Random());
    Instant end = Instant.now().plus(PATIENCE);
    boolean waits = false;
    while (true) {
      long before = size();
      Into into = new Into(before);
      Answer answer = vault.client().receive(path, asked(before), into);
      into.close();
      switch (answer) {
        case Said said when said.status() == NOT_YET && Instant.now().isBefore(end) -> {
          if (!waits) {
            log.accept("the vault derives it from the recording; this waits for it");
          }
          waits = true;
          Thread.sleep(pause(said.after().orElse(Duration.ofSeconds(2))));
        }
        case Said said when said.success() && said.status() != NOT_YET && into.isWhole() -> {
          return;
        }
        case Said said when said.status() == NOWHERE && before > 0 -> {
          if (said.header("content-range").orElse("").equals("bytes */" + before)) {
            return;
          }
          forget();
        }
        case Said said when isLater(said) && backoff.failures() < MOST_IN_VAIN ->
            Thread.sleep(pause(backoff.failed(said.after().orElse(Duration.ZERO))));
        case Unanswered(String why) when size() > 0 && backoff.failures() < MOST_IN_VAIN -> {
          if (size() > before) {
            backoff.succeeded();
          }
          log.accept(why + "; it goes on where it broke off");
          Thread.sleep(backoff.failed(Duration.ZERO));
        }
        case Answer other -> {
          if (size() == 0) {
            forget();
          }
          vault.success(other, path);
          throw new IOException("the vault sent less than it announced, again and again");
        }
      }
    }
  }

  private static boolean isLater(Said said) {
    // A success that is not whole, too.
    return said.status() == BUSY
        || said.status() == TOO_MANY
        || (said.success() && said.status() != NOT_YET);
  }

  private static Duration pause(Duration asked) {
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  private Map<String, String> asked(long from) throws IOException {
    Told told = told();
    // What is not known by a name that holds for its bytes is begun anew.
    return from == 0 || !told.etag().startsWith("\"")
        ? Map.of("accept-encoding", "gzip")
        : Map.of(
            "accept-encoding", "gzip", "range", "bytes=" + from + "-", "if-range", told.etag());
  }

  private long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private Path note() {
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  private Told told() throws IOException {
    List<String> lines = Files.exists(note()) ? Files.readAllLines(note()) : List.of();
    return lines.size() < 2 ? Told.NOTHING : new Told(lines.get(0), lines.get(1));
  }

  /// Nothing of it stays.
  public void forget() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(note());
  }

  public boolean isPacked() throws IOException {
    return told().encoding().equals("gzip");
  }

  /// Writes what came, unpacked, and returns its SHA-256.
  public String unpack(OutputStream to) throws IOException {
    MessageDigest sha256 = Sha256.digest();
    try (InputStream in = open()) {
      in.transferTo(new DigestOutputStream(to, sha256));
    }
    return Sha256.end(sha256);
  }

  private InputStream open() throws IOException {
    InputStream in = Files.newInputStream(part);
    return isPacked() ? new GZIPInputStream(in, 64 << 10) : in;
  }

  private final class Into implements Receiver, AutoCloseable {
    private final FileChannel channel;
    private long at;
    private long end = -1;

    Into(long from) throws IOException {
      // Of a recording, nobody else of this machine is to read anything.
      channel =
          FileChannel.open(
              part,
              Set.of(CREATE, WRITE, NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      at = from;
    }

    @Override
    public void begins(int status, Map<String, String> headers) throws IOException {
      String range = headers.getOrDefault("content-range", "");
      if (status == 206 && !range.startsWith("bytes " + at + "-")) {
        throw new IOException("the vault sends another part than it was asked for: " + range);
      }
      if (status == 200) {
        at = 0;
        channel.truncate(0);
        Files.write(
            note(),
            List.of(
                headers.getOrDefault("etag", ""), headers.getOrDefault("content-encoding", "")));
      }
      channel.position(at);
      String length = headers.getOrDefault("content-length", "");
      end = length.matches("\\d{1,18}") ? at + Long.parseLong(length) : -1;
      progress.size(end);
    }

    @Override
    public void take(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes);
      }
      progress.accept(at);
    }

    boolean isWhole() {
      return end < 0 || at == end;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
