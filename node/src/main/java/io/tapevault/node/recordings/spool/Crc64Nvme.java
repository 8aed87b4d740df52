package io.tapevault.node.recordings.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// CRC-64/NVME, the checksum by which S3 knows a whole object that came in parts.
public final class Crc64Nvme {

  // The polynomial of the NVM Express specification, bits reversed.
  private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;
  private static final int LANES = 8;
  private static final long[][] TABLES = tables();
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long state = -1L;

  private static long[][] tables() {
    long[][] tables = new long[LANES][256];
    for (int b = 0; b < 256; b++) {
      long crc = b;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
      }
      tables[0][b] = crc;
    }
    for (int b = 0; b < 256; b++) {
      for (int lane = 1; lane < LANES; lane++) {
        long before = tables[lane - 1][b];
        tables[lane][b] = (before >>> 8) ^ tables[0][(int) before & 0xff];
      }
    }
    return tables;
  }

  public void update(byte[] bytes, int offset, int length) {
    long crc = state;
    int at = offset;
    int end = offset + length;
    for (; at + LANES <= end; at += LANES) {
      crc ^= (long) LONG.get(bytes, at);
      crc =
          TABLES[7][(int) crc & 0xff]
              ^ TABLES[6][(int) (crc >>> 8) & 0xff]
              ^ TABLES[5][(int) (crc >>> 16) & 0xff]
              ^ TABLES[4][(int) (crc >>> 24) & 0xff]
              ^ TABLES[3][(int) (crc >>> 32) & 0xff]
              ^ TABLES[2][(int) (crc >>> 40) & 0xff]
              ^ TABLES[1][(int) (crc >>> 48) & 0xff]
              ^ TABLES[0][(int) (crc >>> 56)];
    }
    for (; at < end; at++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ bytes[at]) & 0xff];
    }
    state = crc;
  }

  public long value() {
    return ~state;
  }

  /// As S3 spells it: base64 of the eight bytes, the highest first.
  public static String text(long crc) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(8).putLong(0, crc).array());
  }

  /// Of `first` and then `second`, which is `length` bytes long, without reading them again.
  public static long concat(long first, long second, long length) {
    long[] power = new long[64];
    // One zero bit behind a checksum.
    power[0] = POLYNOMIAL;
    for (int bit = 1; bit < 64; bit++) {
      power[bit] = 1L << (bit - 1);
    }
    long[] byteMatrix = square(square(square(power)));
    long crc = first;
    for (long left = length; left > 0; left >>>= 1) {
      if ((left & 1) != 0) {
        crc = times(byteMatrix, crc);
      }
      byteMatrix = square(byteMatrix);
    }
    return crc ^ second;
  }

  private static long times(long[] matrix, long vector) {
    long product = 0;
    for (int bit = 0; bit < 64; bit++) {
      product ^= (vector >>> bit & 1) == 0 ? 0 : matrix[bit];
    }
    return product;
  }

  private static long[] square(long[] matrix) {
    long[] square = new long[64];
    for (int bit = 0; bit < 64; bit++) {
      square[bit] = times(matrix, matrix[bit]);
    }
    return square;
  }
}
