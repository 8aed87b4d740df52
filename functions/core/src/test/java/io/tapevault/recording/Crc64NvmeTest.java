package io.tapevault.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class Crc64NvmeTest {

  @Test
  void the_check_value_is_that_of_the_catalogue_of_crcs() {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update("123456789".getBytes(US_ASCII));
    assertEquals(0xAE8B14860A799888L, crc.getValue());
    assertEquals("rosUhgp5mIg=", crc.base64());
  }

  @Test
  void any_cut_of_the_bytes_gives_the_same() {
    Random random = new Random(7);
    byte[] bytes = new byte[4_099];
    random.nextBytes(bytes);
    Crc64Nvme oneByOne = new Crc64Nvme();
    for (byte b : bytes) {
      oneByOne.update(b);
    }
    Crc64Nvme cut = new Crc64Nvme();
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(random.nextInt(40), bytes.length - at);
      cut.update(bytes, at, length);
      at += length;
    }
    assertEquals(oneByOne.getValue(), cut.getValue());
    cut.reset();
    assertEquals(0, cut.getValue());
  }

  @Test
  void two_pieces_put_together_are_the_whole_wherever_it_is_cut() {
    byte[] bytes = new byte[3_000];
    new Random(7).nextBytes(bytes);
    long whole = crc(bytes, 0, bytes.length);
    for (int cut = 0; cut <= bytes.length; cut += 37) {
      long first = crc(bytes, 0, cut);
      long second = crc(bytes, cut, bytes.length);
      assertEquals(whole, Crc64Nvme.concat(first, second, bytes.length - cut), "cut at " + cut);
    }
  }

  private static long crc(byte[] bytes, int from, int to) {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(bytes, from, to - from);
    return crc.getValue();
  }
}
