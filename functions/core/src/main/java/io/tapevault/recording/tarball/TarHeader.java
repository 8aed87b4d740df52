package io.tapevault.recording.tarball;

import io.tapevault.recording.Damaged;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One header block of a tar: ustar, or the same in GNU's and Go's hand.
///
/// Tar is read here and not by commons-compress, because that reads PAX headers and GNU long names
/// whole into the heap, follows sparse maps and takes any number of entries: an upload of a few
/// megabytes could fill the memory of a reader. A recording needs next to nothing of it, so this
/// reader bounds or refuses it, and what is left is small.
record TarHeader(String name, char kind, long size) {

  /// Headers and the padding of files come in blocks.
  static final int SIZE = 512;

  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,12}");
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int KIND_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_LENGTH = 155;

  /// If the first block of a file is a header, or the end of an archive without entries.
  static boolean isOne(byte[] block) {
    return block.length == SIZE && (isZero(block) || isChecked(block));
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  static TarHeader parse(byte[] block) throws Damaged {
    if (!isChecked(block)) {
      throw Damaged.damaged("a header of the archive does not fit its checksum");
    }
    String name = text(block, 0, NAME_LENGTH);
    boolean ustar = text(block, MAGIC_AT, 6).equals("ustar");
    String prefix = ustar ? text(block, PREFIX_AT, PREFIX_LENGTH) : "";
    int kind = block[KIND_AT] == 0 ? '0' : block[KIND_AT] & 0xff;
    return new TarHeader(
        prefix.isEmpty() ? name : prefix + "/" + name, (char) kind, number(block, SIZE_AT, 12));
  }

  /// The place after a file's last block.
  static long after(long start, long size) throws Damaged {
    if (size > Long.MAX_VALUE - start - SIZE) {
      throw Damaged.damaged("an entry is longer than any file: " + size + " bytes");
    }
    return start + (size + SIZE - 1) / SIZE * SIZE;
  }

  private static boolean isChecked(byte[] block) {
    int sum = CHECKSUM_LENGTH * ' ';
    for (int i = 0; i < SIZE; i++) {
      boolean counted = i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_LENGTH;
      sum += counted ? block[i] & 0xff : 0;
    }
    try {
      return number(block, CHECKSUM_AT, CHECKSUM_LENGTH) == sum;
    } catch (Damaged e) {
      return false;
    }
  }

  /// The same, by the name that stood before it, if one did.
  TarHeader named(@Nullable String longName) {
    return longName == null ? this : new TarHeader(longName, kind, size);
  }

  static String text(byte[] block) {
    return text(block, 0, block.length);
  }

  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.UTF_8);
  }

  /// Octal digits, or from 8 GiB on the bytes themselves, marked by the first bit.
  private static long number(byte[] block, int at, int length) throws Damaged {
    if ((block[at] & 0x80) != 0) {
      return binary(block, at, length);
    }
    String digits = text(block, at, length).strip();
    if (!OCTAL.matcher(digits).matches()) {
      throw Damaged.damaged(
          "a header of the archive has a number that is none: " + Damaged.shown(digits));
    }
    return Long.parseLong(digits, 8);
  }

  private static long binary(byte[] block, int at, int length) throws Damaged {
    long value = block[at] & 0x7f;
    for (int i = at + 1; i < at + length; i++) {
      if (value >= 1L << 55) {
        throw Damaged.damaged(
            "a header of the archive has a negative number, or one beyond any file");
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }
}
