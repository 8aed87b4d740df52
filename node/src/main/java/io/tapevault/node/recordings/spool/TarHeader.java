package io.tapevault.node.recordings.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tapevault.node.disk.SpoolFile;

/// The header block of a file in a tar: ustar, and GNU's form of the size from 8 GiB on.
final class TarHeader {

  static final int BLOCK = 512;
  static final int LONGEST_NAME = 100;

  private static final long LARGEST_IN_OCTAL = (1L << 33) - 1;
  private static final int CHECKSUM_AT = 148;

  private TarHeader() {}

  static byte[] of(SpoolFile file) {
    byte[] block = new byte[BLOCK];
    text(block, 0, file.name());
    octal(block, 100, 8, file.owner().mode());
    octal(block, 108, 8, file.owner().uid() & 0x1f_ffff);
    octal(block, 116, 8, file.owner().gid() & 0x1f_ffff);
    size(block, file.size());
    octal(block, 136, 12, Math.max(0, file.written().getEpochSecond()));
    text(block, 156, "0");
    text(block, 257, "ustar\00000");
    checksum(block);
    return block;
  }

  /// What follows a file of this size, up to the next block.
  static byte[] padding(long size) {
    return new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
  }

  private static void size(byte[] block, long size) {
    if (size <= LARGEST_IN_OCTAL) {
      octal(block, 124, 12, size);
      return;
    }
    long rest = size;
    for (int at = 124 + 11; at > 124; at--) {
      block[at] = (byte) rest;
      rest >>>= 8;
    }
    block[124] = (byte) 0x80;
  }

  private static void checksum(byte[] block) {
    text(block, CHECKSUM_AT, " ".repeat(8));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, CHECKSUM_AT, 7, sum);
  }

  private static void octal(byte[] block, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    text(block, at, "0".repeat(length - 1 - digits.length()) + digits + '\0');
  }

  private static void text(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
