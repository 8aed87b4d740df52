package io.tapevault.recording.protostream;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.Verdict.Status;
import java.nio.ByteBuffer;

/// What precedes each part of a stream: how long its gzip body is, and how much padding follows.
record PartHeader(long bodySize, long paddingSize, boolean encrypted) {

  private static final int SIZE_1 = 24;
  private static final int SIZE_2 = 32;
  private static final int ENCRYPTED = 1;

  static int size(long version) {
    return version == 2 ? SIZE_2 : SIZE_1;
  }

  /// Takes a whole header; its first 8 bytes are the version. A flag that is not known here says
  /// nothing against the part.
  static PartHeader parse(ByteBuffer bytes) throws Damaged {
    long version = bytes.getLong();
    long bodySize = bytes.getLong();
    long paddingSize = bytes.getLong();
    if (bodySize < 0 || paddingSize < 0) {
      throw Damaged.damaged("the part has a negative size");
    }
    int flags = version == 2 ? bytes.get() : 0;
    return new PartHeader(bodySize, paddingSize, (flags & ENCRYPTED) != 0);
  }

  static Damaged isEncrypted() {
    return new Damaged(
        Status.ENCRYPTED,
        "the part is encrypted with age; it can be played with the cluster's key only");
  }

  static void check(long version) throws Damaged {
    if (version < 1 || version > 2) {
      throw Damaged.damaged(
          "version " + Long.toUnsignedString(version) + " of the part format is not known here");
    }
  }
}
