package io.tapevault.aws.s3;

import io.tapevault.event.Sha256;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectStore.Content;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// A content on its way to S3, in a temporary file: S3 wants its length and digest before the first
/// byte.
record Spool(Path file, long size, String sha256) implements AutoCloseable {

  static Spool of(Content content) throws IOException {
    Path file = temporary();
    try {
      MessageDigest digest = Sha256.digest();
      try (OutputStream out = Files.newOutputStream(file);
          OutputStream digested =
              new DigestOutputStream(new BufferedOutputStream(out, 1 << 16), digest)) {
        content.writeTo(digested);
      }
      return new Spool(file, Files.size(file), Sha256.end(digest));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("tapevault-", ".part");
    } catch (IOException e) {
      throw new Unavailable("no temporary file can be made: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
