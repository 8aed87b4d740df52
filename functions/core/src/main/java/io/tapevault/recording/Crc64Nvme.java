package io.tapevault.recording;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.Checksum;

/// The checksum by which S3 takes large objects and their parts: CRC-64/NVME, eight bytes at a
/// time.
public final class Crc64Nvme implements Checksum {

  // 0xAD93D23594C93659 with its bits in the other order, as the register shifts.
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[][] TABLES = tables();

  private long register = -1;

  private static long[][] tables() {
    long[][] tables = new long[Long.BYTES][256];
    for (int value = 0; value < 256; value++) {
      long crc = value;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
      tables[0][value] = crc;
    }
    for (int ahead = 1; ahead < Long.BYTES; ahead++) {
      for (int value = 0; value < 256; value++) {
        long before = tables[ahead - 1][value];
        tables[ahead][value] = before >>> Byte.SIZE ^ tables[0][(int) before & 0xff];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    register = register >>> Byte.SIZE ^ TABLES[0][(int) (register ^ b) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    while (in.remaining() >= Long.BYTES) {
      long word = register ^ Long.reverseBytes(in.getLong());
      long next = 0;
      for (int ahead = Long.BYTES - 1; ahead >= 0; ahead--) {
        next ^= TABLES[ahead][(int) word & 0xff];
        word >>>= Byte.SIZE;
      }
      register = next;
    }
    while (in.hasRemaining()) {
      update(in.get());
    }
  }

  @Override
  public long getValue() {
    return ~register;
  }

  @Override
  public void reset() {
    register = -1;
  }

  /// As S3's headers spell it: the eight bytes in Base64.
  public String base64() {
    return base64(getValue());
  }

  public static String base64(long value) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(0, value).array());
  }

  /// Of `first` and then `second`, which is `length` bytes long, without reading them again.
  public static long concat(long first, long second, long length) {
    long[] bytes = square(square(square(oneZeroBit())));
    long crc = first;
    for (long left = length; left > 0; left >>>= 1) {
      if ((left & 1) != 0) {
        crc = times(bytes, crc);
      }
      bytes = square(bytes);
    }
    return crc ^ second;
  }

  /// What a zero bit behind it does to a checksum, as a matrix over bits.
  private static long[] oneZeroBit() {
    long[] matrix = new long[Long.SIZE];
    matrix[0] = POLYNOMIAL;
    for (int bit = 1; bit < Long.SIZE; bit++) {
      matrix[bit] = 1L << (bit - 1);
    }
    return matrix;
  }

  private static long times(long[] matrix, long vector) {
    long product = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      product ^= ((vector >>> bit) & 1) == 0 ? 0 : matrix[bit];
    }
    return product;
  }

  private static long[] square(long[] matrix) {
    long[] square = new long[Long.SIZE];
    for (int bit = 0; bit < Long.SIZE; bit++) {
      square[bit] = times(matrix, matrix[bit]);
    }
    return square;
  }
}
