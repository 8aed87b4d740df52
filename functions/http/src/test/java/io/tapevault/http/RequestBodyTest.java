package io.tapevault.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestBodyTest {

  private static final int MOST = 100_000;
  private static final byte[] TEXT = "{\"event\":\"ä\"}\n".repeat(500).getBytes(UTF_8);

  @Test
  void a_plain_body_is_read_as_it_is() throws Exception {
    assertRead(TEXT, read(Map.of(), new ByteArrayInputStream(TEXT)));
    assertRead(TEXT, read("identity", TEXT));
    assertRead(new byte[0], read(Map.of(), new ByteArrayInputStream(new byte[0])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip "})
  void a_gzip_body_is_unpacked(String encoding) throws Exception {
    assertRead(TEXT, read(encoding, gzip(TEXT)));
    assertRead(new byte[0], read(encoding, gzip(new byte[0])));
  }

  @Test
  void a_gzip_body_of_several_members_is_unpacked_whole_however_it_arrives() throws Exception {
    byte[] more = "more".getBytes(UTF_8);
    byte[] packed = concat(gzip(TEXT), gzip(more));
    assertRead(concat(TEXT, more), read("gzip", packed));
    assertRead(concat(TEXT, more), read(Map.of("content-encoding", "gzip"), new Dribble(packed)));
  }

  @Test
  void members_that_are_empty_are_passed_over_and_very_many_of_them_are_refused() throws Exception {
    byte[] empty = gzip(new byte[0]);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < 99; i++) {
      packed.writeBytes(empty);
    }
    assertRead(TEXT, read("gzip", concat(packed.toByteArray(), gzip(TEXT))));
    for (int i = 0; i < 100_000; i++) {
      packed.writeBytes(empty);
    }
    assertEquals(
        Decoded.problem(
            Problem.Type.BODY_CUT_OFF,
            "the packed body is damaged: more than 100 empty members follow each other"),
        read("gzip", packed.toByteArray()));
  }

  @Test
  void a_gzip_body_that_ends_anywhere_too_early_is_cut_off() throws Exception {
    byte[] packed = gzip(TEXT);
    for (int length = 0; length < packed.length; length++) {
      assertEquals(
          Decoded.problem(
              Problem.Type.BODY_CUT_OFF, "the packed body ends in the middle; send all of it"),
          read("gzip", Arrays.copyOf(packed, length)),
          "after " + length + " bytes");
    }
  }

  @Test
  void what_a_gateway_unpacked_is_taken_though_its_header_still_says_gzip() throws Exception {
    assertRead(TEXT, read("gzip", TEXT));
  }

  @Test
  void gzip_without_its_header_is_unpacked() throws Exception {
    assertRead(TEXT, read(Map.of(), new ByteArrayInputStream(gzip(TEXT))));
    assertRead(TEXT, read("identity", gzip(TEXT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
  void gzip_that_was_taken_for_text_on_its_way_is_refused_as_that(String charset) throws Exception {
    byte[] text = new String(gzip(TEXT), Charset.forName(charset)).getBytes(UTF_8);
    for (String encoding : List.of("gzip", "identity")) {
      assertEquals(
          Decoded.problem(
              Problem.Type.UNKNOWN_ENCODING,
              "the body was gzip, and something between took it for text: its bytes are lost; send"
                  + " it with a Content-Type that is taken as binary, or plain"),
          read(encoding, text));
    }
  }

  @Test
  void a_gzip_body_that_was_damaged_is_a_problem_of_its_sender() throws Exception {
    byte[] packed = gzip(TEXT);
    packed[packed.length - 6] ^= 1;
    assertEquals(
        Problem.Type.BODY_CUT_OFF,
        assertInstanceOf(Decoded.Misunderstood.class, read("gzip", packed)).problem().type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "compress", "gzip, gzip"})
  void an_unknown_encoding_is_named(String encoding) throws Exception {
    assertEquals(
        Decoded.problem(
            Problem.Type.UNKNOWN_ENCODING,
            "Content-Encoding is '"
                + encoding
                + "'; send the body plain, or as gzip, deflate or zstd"),
        read(encoding, new byte[] {'{', 1, 2, 3}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "none", "aws-chunked", "br", "identity, gzip", "deflate, gzip"})
  void the_bytes_decide_where_they_say_what_they_are(String encoding) throws Exception {
    assertRead(TEXT, read(encoding, TEXT));
    if (!encoding.equals("deflate, gzip")) {
      assertRead(TEXT, read(encoding, gzip(TEXT)));
    }
  }

  @Test
  void lines_of_text_are_taken_whose_shipper_names_its_charset_for_an_encoding() throws Exception {
    byte[] lines = "Zoë came\nand went\n".getBytes(UTF_8);
    assertRead(lines, read("utf-8", lines));
  }

  @Test
  void deflate_is_taken_with_the_header_of_zlib_and_without() throws Exception {
    assertRead(TEXT, read("deflate", deflate(TEXT, false)));
    assertRead(TEXT, read("deflate", deflate(TEXT, true)));
    // A gateway that has unpacked it leaves the header.
    assertRead(TEXT, read("deflate", TEXT));
    assertEquals(Problem.Type.BODY_CUT_OFF, problem("deflate", new byte[] {1, 2, 3}));
  }

  @Test
  void zstd_is_taken_whatever_its_header_says() throws Exception {
    byte[] packed = Zstd.compress(TEXT);
    assertRead(TEXT, read("zstd", packed));
    assertRead(TEXT, read("", packed));
    assertRead(TEXT, read("gzip", concat(packed, Zstd.compress(new byte[0]))));
    assertRead(TEXT, read("zstd", TEXT));
    assertEquals(
        Problem.Type.BODY_CUT_OFF, problem("zstd", Arrays.copyOf(packed, packed.length - 3)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_zstd_bomb_is_not_unpacked_whether_or_not_it_says_how_large(boolean sized)
      throws Exception {
    byte[] bomb = new byte[64 << 20];
    ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(streamed, 19)) {
      out.write(bomb);
    }
    byte[] packed = sized ? Zstd.compress(bomb, 19) : streamed.toByteArray();
    Problem.Type said = problem("zstd", packed);
    assertTrue(said == Problem.Type.BODY_TOO_LARGE || said == Problem.Type.BODY_CUT_OFF);
  }

  @Test
  void a_frame_of_zstd_that_unpackers_pass_over_may_be_the_first() throws Exception {
    byte[] skippable = {0x5d, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2};
    byte[] packed = Zstd.compress(TEXT);
    byte[] both = Arrays.copyOf(skippable, skippable.length + packed.length);
    System.arraycopy(packed, 0, both, skippable.length, packed.length);
    assertRead(TEXT, read("zstd", both));
    assertRead(TEXT, read("", both));
  }

  @Test
  void a_frame_of_zstd_that_wants_a_window_of_gigabytes_is_refused() throws Exception {
    // RFC 8878: no size, an exponent of 21 above 2^10, and one raw block of two bytes, the last.
    byte[] frame = {
      0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (21 << 3), 2 << 3 | 1, 0, 0, '{', '}'
    };
    assertEquals(Problem.Type.BODY_CUT_OFF, problem("zstd", frame));
    frame[5] = 13 << 3;
    assertRead(new byte[] {'{', '}'}, read("zstd", frame));
  }

  private static Problem.Type problem(String encoding, byte[] body) throws IOException {
    return assertInstanceOf(Decoded.Misunderstood.class, read(encoding, body)).problem().type();
  }

  private static byte[] deflate(byte[] bytes, boolean raw) throws IOException {
    return new DeflaterInputStream(
            new ByteArrayInputStream(bytes), new Deflater(Deflater.DEFAULT_COMPRESSION, raw))
        .readAllBytes();
  }

  @Test
  void a_body_may_be_as_long_as_the_limit_and_no_longer() throws Exception {
    byte[] most = new byte[MOST];
    byte[] more = new byte[MOST + 1];
    Decoded<byte[]> tooLarge =
        Decoded.problem(
            Problem.Type.BODY_TOO_LARGE,
            "the body unpacks to more than " + MOST + " bytes; send it in smaller pieces");
    assertRead(most, read("identity", most));
    assertRead(most, read("gzip", gzip(most)));
    assertEquals(tooLarge, read("identity", more));
    assertEquals(tooLarge, read("gzip", gzip(more)));
  }

  @Test
  void a_gzip_bomb_is_not_unpacked_beyond_the_limit() throws Exception {
    Zeros zeros = new Zeros(200L << 20);
    InputStream header =
        new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
    InputStream bomb =
        new SequenceInputStream(
            header,
            new DeflaterInputStream(zeros, new Deflater(Deflater.BEST_COMPRESSION, true), 512));
    Decoded<byte[]> body = read(Map.of("content-encoding", "gzip"), bomb);
    assertEquals(
        Problem.Type.BODY_TOO_LARGE,
        assertInstanceOf(Decoded.Misunderstood.class, body).problem().type());
    // What 8 KB of buffer may hold of zeros is 1,000 times that.
    assertTrue(zeros.given < 20L << 20, () -> zeros.given + " bytes were taken");
  }

  @Test
  void the_header_of_gzip_may_be_long_and_costs_no_read_for_each_byte() throws Exception {
    byte[] packed = gzip(TEXT);
    byte[] named = concat(Arrays.copyOf(packed, 10), new byte[1_000_001]);
    named[3] = 8;
    Arrays.fill(named, 10, named.length - 1, (byte) 'n');
    named = concat(named, Arrays.copyOfRange(packed, 10, packed.length));
    AtomicInteger reads = new AtomicInteger();
    InputStream counted =
        new ByteArrayInputStream(named) {
          @Override
          public synchronized int read() {
            reads.incrementAndGet();
            return super.read();
          }

          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            reads.incrementAndGet();
            return super.read(target, offset, length);
          }
        };
    assertRead(TEXT, read(Map.of(), counted));
    assertTrue(reads.get() < 1_000, () -> reads + " reads");
  }

  private static void assertRead(byte[] expected, Decoded<byte[]> body) {
    assertArrayEquals(expected, (byte[]) assertInstanceOf(Decoded.Understood.class, body).value());
  }

  private static Decoded<byte[]> read(String encoding, byte[] body) throws IOException {
    return read(Map.of("content-encoding", encoding), new ByteArrayInputStream(body));
  }

  private static Decoded<byte[]> read(Map<String, String> headers, InputStream body)
      throws IOException {
    HttpRequest request = new HttpRequest("POST", "/v1/events", Map.of(), headers, body, "r1");
    try (HeapBudget.Share share = new HeapBudget(1 << 20, Duration.ZERO).share()) {
      return RequestBody.read(request, MOST, share);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /// Gives what a slow network gives: one byte at a time, and nothing is known of the next.
  private static final class Dribble extends InputStream {
    private final InputStream in;

    Dribble(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return in.read(into, offset, Math.min(1, length));
    }
  }

  private static final class Zeros extends InputStream {
    private final long length;
    private long given;

    Zeros(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return given++ < length ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) {
      int count = (int) Math.min(wanted, length - given);
      Arrays.fill(into, offset, offset + count, (byte) 0);
      given += count;
      return count == 0 && wanted > 0 ? -1 : count;
    }
  }
}
