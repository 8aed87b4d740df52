package io.tapevault.local.uploads;

import io.tapevault.event.Sha256;
import io.tapevault.recording.Crc64Nvme;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/// Passes on as many bytes as were announced, and tells whether they are the ones.
final class CheckedOutput extends OutputStream {

  private final OutputStream out;
  private final long announced;
  private final MessageDigest sha256 = Sha256.digest();
  private final Crc64Nvme crc = new Crc64Nvme();
  private long size;

  CheckedOutput(OutputStream out, long announced) {
    this.out = out;
    this.announced = announced;
  }

  /// Takes all of a body, which may break off.
  void takes(InputStream body) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
      write(buffer, 0, read);
    }
  }

  private int read(InputStream body, byte[] buffer) throws NotAsAnnounced {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new NotAsAnnounced("the body broke off after " + size + " bytes", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (size > announced) {
      throw new NotAsAnnounced("more than the " + announced + " bytes came that were announced");
    }
    sha256.update(bytes, offset, length);
    crc.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }

  /// Ends the digest.
  void hasSha256(String expected) throws NotAsAnnounced {
    hasAll();
    is("SHA-256", Sha256.end(sha256), expected);
  }

  void hasCrc64Nvme(String expected) throws NotAsAnnounced {
    hasAll();
    is("CRC-64/NVME", crc.base64(), expected);
  }

  private void hasAll() throws NotAsAnnounced {
    if (size < announced) {
      throw new NotAsAnnounced(size + " bytes came, and " + announced + " were announced");
    }
  }

  private static void is(String what, String actual, String expected) throws NotAsAnnounced {
    if (!actual.equals(expected)) {
      throw new NotAsAnnounced(
          "the "
              + what
              + " of the bytes that came is "
              + actual
              + ", and "
              + expected
              + " was announced");
    }
  }
}
