package io.tapevault.node.audit;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.event.Sha256;
import io.tapevault.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.function.Consumer;

/// Keeps what of a log is no line that the vault can take, whole, under its digest: `audit-….line`,
/// and beside it `audit-….json` with file, offset, length and reason.
final class Quarantine {

  private static final int PIECE = 1 << 16;

  private final Path folder;
  private final Consumer<String> log;

  Quarantine(Path folder, Consumer<String> log) {
    this.folder = folder;
    this.log = log;
  }

  /// Some bytes of a log, and why they are kept.
  record Kept(Path file, long from, long end, String reason) {}

  /// Keeps them, and answers the mark behind them. The same again is kept once.
  Mark keep(FileChannel file, Mark mark, Kept kept, Instant now) throws IOException {
    Files.createDirectories(folder);
    Path part = folder.resolve("audit.part");
    MessageDigest digest = Sha256.digest();
    byte[] first = new byte[0];
    byte[] last = new byte[0];
    try (FileChannel copy = FileChannel.open(part, CREATE, WRITE, TRUNCATE_EXISTING)) {
      for (long at = kept.from; at < kept.end; at += last.length) {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, kept.end - at));
        if (file.read(piece, at) <= 0) {
          throw new IOException(kept.file + " became shorter while it was read");
        }
        last = new byte[piece.flip().remaining()];
        piece.get(last).flip();
        first = at == kept.from ? last : first;
        digest.update(last);
        while (piece.hasRemaining()) {
          copy.write(piece);
        }
      }
      copy.force(true);
    }
    String sha256 = Sha256.end(digest);
    Files.move(part, folder.resolve("audit-" + sha256 + ".line"), ATOMIC_MOVE);
    Files.write(folder.resolve("audit-" + sha256 + ".json"), description(kept, sha256, now));
    log.accept(
        kept.file
            + ": "
            + (kept.end - kept.from)
            + " bytes from "
            + kept.from
            + " on are in quarantine, audit-"
            + sha256
            + ": "
            + kept.reason);
    return mark.behind(first, last, kept.end);
  }

  private static byte[] description(Kept kept, String sha256, Instant now) {
    return Json.object(json -> {
      json.writeStringField("file", kept.file.toString());
      json.writeNumberField("offset", kept.from);
      json.writeNumberField("length", kept.end - kept.from);
      json.writeStringField("sha256", sha256);
      json.writeStringField("reason", kept.reason);
      json.writeStringField("time", now.toString());
    });
  }

  /// How many there are.
  long count() {
    long count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "audit-*.line")) {
      for (Path one : all) {
        count += one.toString().isEmpty() ? 0 : 1;
      }
    } catch (IOException | DirectoryIteratorException e) {
      // There is no folder, and nothing in it.
    }
    return count;
  }
}
