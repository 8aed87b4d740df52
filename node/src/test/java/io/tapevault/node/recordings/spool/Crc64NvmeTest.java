package io.tapevault.node.recordings.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Crc64NvmeTest {

  private static long crc(byte[] bytes, int from, int to) {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(bytes, from, to - from);
    return crc.value();
  }

  // The catalogue of parametrised CRC algorithms gives this for CRC-64/NVME.
  @Test
  void the_check_value_of_the_catalogue_comes_out() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0xae8b14860a799888L, crc(check, 0, check.length));
    assertEquals("rosUhgp5mIg=", Crc64Nvme.text(crc(check, 0, check.length)));
  }

  @Test
  void two_pieces_put_together_are_the_whole_wherever_it_is_cut() {
    byte[] bytes = new byte[3000];
    new Random(7).nextBytes(bytes);
    long whole = crc(bytes, 0, bytes.length);
    for (int cut = 0; cut <= bytes.length; cut += 37) {
      assertEquals(
          whole,
          Crc64Nvme.concat(crc(bytes, 0, cut), crc(bytes, cut, bytes.length), bytes.length - cut),
          "cut at " + cut);
    }
  }
}
