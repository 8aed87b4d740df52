package io.tapevault.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.EventKey;
import io.tapevault.event.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Which event a receipt is of: the first 16 bytes of the SHA-256 of its key.
record Digest(long first, long second) {

  static final int BYTES = 16;

  static Digest of(EventKey key) {
    MessageDigest digest = Sha256.digest();
    digest.update(key.session().getBytes(UTF_8));
    digest.update((byte) 0);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(key.index()).flip());
    return read(ByteBuffer.wrap(digest.digest()));
  }

  static Digest read(ByteBuffer bytes) {
    return new Digest(bytes.getLong(), bytes.getLong());
  }

  void write(ByteBuffer bytes) {
    bytes.putLong(first).putLong(second);
  }
}
