package io.tapevault.local.uploads;

import io.tapevault.local.secrets.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/// The key that upload tickets are signed with: made once for a data folder, so that a ticket
/// outlives a restart.
public final class TicketKey {

  private static final int BYTES = 32;

  private TicketKey() {}

  public static byte[] in(Path data) throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("ticket.key");
    byte[] key = SecretFile.read(file, TicketKey::fresh);
    if (key.length != BYTES) {
      throw new IOException(
          file + " is damaged: delete it, and tickets that are out become invalid");
    }
    return key;
  }

  private static byte[] fresh() {
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    return fresh;
  }
}
