package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.typescript.Typescript;
import io.tapevault.session.Recordings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A recording on this machine: Teleport's, an asciicast or a typescript, encrypted or not.
final class RecordingFile {

  private static final byte[] AGE = "age-encryption.org/v1\n".getBytes(US_ASCII);

  @Parameters(
      paramLabel = "FILE",
      description =
          "The recording, which is known by its content: a recording of Teleport's, "
              + "an asciicast, or a tar of a typescript and its timing.")
  private Path file = Path.of("");

  @Option(
      names = "--timing",
      paramLabel = "FILE",
      description = "FILE is a typescript of script(1), and this is its timing.")
  private @Nullable Path timing;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description = "The keys that open an encrypted recording, as age-keygen writes them.")
  private @Nullable Path identity;

  /// What to do about one that is encrypted.
  static final String OPENED_BY = "tapevault: --identity FILE gives the keys that open it";

  Path path() {
    return file;
  }

  /// What was named is there now.
  void isAt(Path other) {
    file = other;
  }

  /// `progress` hears how many bytes have been read, of `size()`.
  RecordingReader open(LongConsumer progress) throws IOException {
    AgeIdentity keys = identity == null ? null : AgeIdentity.read(identity);
    if (timing != null) {
      return new RecordingReader(
          Typescript.of(source(file, null, progress), source(timing, null, position -> {})));
    }
    return Recordings.open(source(file, keys, progress), keys);
  }

  long size() throws IOException {
    return Files.size(file);
  }

  private static RecordingSource source(
      Path path, @Nullable AgeIdentity keys, LongConsumer progress) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a directory, not a recording");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // A pipe that nobody writes to would be waited for without end.
      throw new IOException(
          path
              + " is no file, and a recording is read from any place of it: write it to one first");
    }
    try (InputStream in = Files.newInputStream(path)) {
      if (!Arrays.equals(in.readNBytes(AGE.length), AGE)) {
        return new FileSource(FileChannel.open(path, StandardOpenOption.READ), progress);
      }
    }
    if (keys == null) {
      throw new IOException(path + " is encrypted with age; --identity FILE opens it");
    }
    return decrypted(path, keys, progress);
  }

  /// Read from any place, it has to lie somewhere: in a file that nobody else may open, and that
  /// has no name any more once it is written.
  private static FileSource decrypted(Path path, AgeIdentity keys, LongConsumer progress)
      throws IOException {
    Path temporary = Files.createTempFile("tapevault-", ".plain");
    FileChannel plain =
        FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.deleteIfExists(temporary);
    try (InputStream sealed = new BufferedInputStream(Files.newInputStream(path));
        InputStream in = keys.decrypt(sealed)) {
      in.transferTo(Channels.newOutputStream(plain));
    }
    return new FileSource(plain, progress);
  }
}
