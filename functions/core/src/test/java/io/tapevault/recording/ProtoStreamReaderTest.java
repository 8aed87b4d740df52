package io.tapevault.recording;

import static io.tapevault.recording.ProtoStreamEncoder.gzip;
import static io.tapevault.recording.ProtoStreamEncoder.part;
import static io.tapevault.recording.ProtoStreamEncoder.record;
import static io.tapevault.recording.ProtoStreamEncoder.records;
import static io.tapevault.recording.TarballEncoder.joined;
import static io.tapevault.recording.TarballEncoder.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.ProtoStreamEncoder.Proto;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Stamp;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProtoStreamReaderTest {

  private static final List<RecordedEvent> SESSION = Sessions.printing("one", "two", "three");
  private static final byte[] BODY = gzip(records(SESSION));
  private static final String HEX_PRINT =
      "000000243a220a17080112057072696e742a0c08e89cabd5051080cab5ee011a0568656c6c6f2005";

  @Test
  void the_record_computed_by_hand_is_a_print() throws IOException {
    Readings readings = read(part(1, 0, gzip(HexFormat.of().parseHex(HEX_PRINT)), 0));
    Stamp stamp = new Stamp(1, "print", Instant.parse("2018-03-15T19:50:00.500Z"), 0);
    assertEquals(List.of(new Printed(stamp, 0, ByteBuffer.wrap(utf8("hello")))), readings.events());
    assertWhole(readings);
  }

  @Test
  void version_2_is_read_as_version_1_is() throws IOException {
    assertSession(part(2, 0, BODY, 100));
  }

  @Test
  void versions_may_change_between_parts() throws IOException {
    byte[] second = gzip(records(SESSION.subList(2, 5)));
    assertSession(part(1, 0, gzip(records(SESSION.subList(0, 2))), 8), part(2, 0, second, 8));
  }

  @Test
  void an_empty_part_is_only_padding() throws IOException {
    assertSession(part(1, 0, new byte[0], 500), part(1, 0, BODY, 0), part(1, 0, new byte[0], 5000));
  }

  @Test
  void padding_that_was_counted_into_the_body_is_ignored() throws IOException {
    byte[] second = gzip(records(SESSION.subList(2, 5)));
    assertSession(
        part(1, 0, joined(gzip(records(SESSION.subList(0, 2))), new byte[70_000]), 9),
        part(1, 0, joined(second, new byte[] {1, 2, 3}), 0));
  }

  @Test
  void an_event_that_comes_again_is_dropped_and_counted() throws IOException {
    byte[] again = gzip(records(SESSION.subList(1, 5)));
    Readings readings =
        read(part(1, 0, gzip(records(SESSION.subList(0, 3))), 0), part(1, 0, again, 0));
    assertEquals(SESSION, readings.events());
    assertEquals(2, readings.skipped());
  }

  @Test
  void different_records_of_one_index_are_all_shown_in_their_order() throws IOException {
    byte[] same = gzip(joined(print(0, "a"), print(0, "b"), print(0, "b"), print(0, "c")));
    assertEquals("abbc", read(part(1, 0, same, 0)).text());
    long max = Integer.MAX_VALUE;
    byte[] middle = gzip(joined(print(0, "a"), print(max, "b"), print(1, "c"), print(2, "d")));
    Readings readings = read(part(1, 0, middle, 0));
    assertEquals("abcd", readings.text());
    assertEquals("", readings.message());
    assertEquals(0, readings.skipped());
  }

  @Test
  void a_resumed_upload_repeats_records_and_each_is_shown_once() throws IOException {
    byte[] first = joined(print(0, "a"), print(1, "b"), print(2, "c"));
    byte[] last = joined(print(2, "c"), print(3, "d"));
    Readings readings = read(part(1, 0, gzip(first), 0), part(1, 0, gzip(last), 0));
    assertEquals("abcd", readings.text());
    assertEquals(1, readings.skipped());
    byte[] more = joined(print(1, "b"), print(2, "c"), print(3, "d"));
    readings = read(part(1, 0, gzip(first), 0), part(1, 0, gzip(more), 0));
    assertEquals("abcd", readings.text());
    assertEquals(2, readings.skipped());
  }

  @Test
  void a_resumed_upload_of_a_hundred_thousand_records_is_shown_once() throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      records.writeBytes(print(i, "x"));
    }
    byte[] body = gzip(records.toByteArray());
    Readings readings =
        read(part(1, 0, body, 0), part(1, 0, body, 0), part(1, 0, gzip(print(100_000, "y")), 0));
    assertEquals(100_001, readings.output().length);
    assertEquals(100_000, readings.skipped());
  }

  private static byte[] print(long index, String text) {
    Proto metadata = new Proto().number(1, index).text(2, "print");
    return record(new Proto().message(7, new Proto().message(1, metadata).text(3, text)).bytes());
  }

  @Test
  void zeros_of_any_number_between_parts_are_room_that_was_never_filled() throws IOException {
    byte[] first = part(1, 0, gzip(records(SESSION.subList(0, 2))), 8);
    byte[] second = part(2, 0, gzip(records(SESSION.subList(2, 5))), 0);
    for (int zeros : new int[] {8, 9, 15, 23, 24, 25, 4096, 5000}) {
      assertSession(first, new byte[zeros], second);
      assertSession(new byte[zeros + 8], first, second, new byte[zeros + 8]);
    }
  }

  @Test
  void a_second_gzip_member_in_a_part_is_passed_over() throws IOException {
    byte[] other = gzip(records(Sessions.printing("never shown")));
    assertSession(part(1, 0, joined(BODY, other), 0));
  }

  @Test
  void a_record_over_64_kib_is_damage_where_the_player_of_teleport_would_panic()
      throws IOException {
    byte[] longest = new Proto().text(3000, "x".repeat(65_536 - 6)).bytes();
    assertEquals(65_536, longest.length);
    assertWhole(read(part(1, 0, gzip(record(longest)), 0)));
    byte[] longer = new Proto().text(3000, "x".repeat(65_536 - 5)).bytes();
    assertDamaged(
        "a record has a length of 65537 bytes; Teleport takes 1 to 65536",
        part(1, 0, gzip(record(longer)), 0));
  }

  @Test
  void an_event_that_is_missing_is_counted() throws IOException {
    byte[] rest = gzip(records(SESSION.subList(3, 5)));
    Readings readings =
        read(part(1, 0, gzip(records(SESSION.subList(0, 2))), 0), part(1, 0, rest, 0));
    assertEquals(4, readings.events().size());
    assertEquals(1, readings.outOfOrder());
  }

  @Test
  void an_event_of_a_later_version_keeps_its_type() throws IOException {
    Proto metadata = new Proto().number(1, 7).text(2, "coffee.brewed");
    byte[] later =
        new Proto().message(4711, new Proto().message(1, metadata).number(900, 5)).bytes();
    Readings readings = read(part(1, 0, gzip(record(later)), 0));
    assertEquals(List.of(new Other(new Stamp(7, "coffee.brewed", null, 0))), readings.events());
  }

  @Test
  void an_event_without_metadata_is_named_by_its_number() throws IOException {
    Readings readings =
        read(
            part(
                1, 0, gzip(record(new Proto().message(300, new Proto().text(9, "x")).bytes())), 0));
    assertEquals(List.of(new Other(new Stamp(0, "unknown-300", null, 0))), readings.events());
  }

  @Test
  void the_zero_time_of_go_is_no_time() throws IOException {
    Proto metadata =
        new Proto()
            .number(1, 1)
            .text(2, "print")
            .message(5, new Proto().number(1, -62_135_596_800L));
    byte[] print =
        new Proto().message(7, new Proto().message(1, metadata).text(3, "x").number(5, 40)).bytes();
    Readings readings = read(part(1, 0, gzip(record(print)), 0));
    assertEquals(new Stamp(1, "print", null, 0), readings.events().getFirst().stamp());
  }

  @Test
  void an_encrypted_part_is_encrypted_and_not_damaged() throws IOException {
    Readings readings = read(part(2, 1, BODY, 0));
    assertEquals(
        "the part is encrypted with age; it can be played with the cluster's key only",
        readings.what());
    assertEquals(Status.ENCRYPTED, readings.status());
  }

  @Test
  void a_part_with_a_flag_of_a_later_version_is_read() throws IOException {
    assertSession(part(2, 0x82, BODY, 0));
  }

  @Test
  void a_later_version_is_refused() throws IOException {
    assertDamaged("version 3 of the recording format is not known here", part(3, 0, BODY, 0));
  }

  @Test
  void a_later_version_of_a_later_part_is_refused_after_the_events_before_it() throws IOException {
    Readings readings = read(part(1, 0, BODY, 0), part(3, 0, BODY, 0));
    assertEquals(SESSION, readings.events());
    int at = part(1, 0, BODY, 0).length + 8;
    assertEquals(
        "damaged in part 2 at byte "
            + at
            + ", after 5 events: version 3 of the part format is not known here",
        readings.message());
  }

  @Test
  void a_record_without_a_length_is_refused() throws IOException {
    assertDamaged(
        "a record has a length of 0 bytes; Teleport takes 1 to 65536",
        part(1, 0, gzip(new byte[4]), 0));
  }

  @Test
  void a_record_of_gigabytes_is_refused_before_it_is_read() throws IOException {
    assertDamaged(
        "a record has a length of 2147483647 bytes; Teleport takes 1 to 65536",
        part(1, 0, gzip(new byte[] {0x7f, -1, -1, -1}), 0));
    assertDamaged(
        "a record has a length of 4294967295 bytes; Teleport takes 1 to 65536",
        part(1, 0, gzip(new byte[] {-1, -1, -1, -1}), 0));
  }

  @Test
  void a_record_of_the_longest_event_is_read() throws IOException {
    List<RecordedEvent> session = Sessions.printing("x".repeat(65_400));
    assertEquals(session, read(part(1, 0, gzip(records(session)), 0)).events());
  }

  @Test
  void a_negative_size_is_refused() throws IOException {
    assertDamaged(
        "the part has a negative size",
        ByteBuffer.allocate(24).putLong(1).putLong(-5).putLong(0).array());
    ByteBuffer endless =
        ByteBuffer.allocate(24).putLong(1).putLong(Long.MAX_VALUE).putLong(Long.MAX_VALUE);
    assertTrue(read(endless.array()).message().contains("the part is longer than any file"));
  }

  @Test
  void a_body_that_is_no_gzip_is_refused() throws IOException {
    assertDamaged("there is no gzip stream", part(1, 0, utf8("hello, this is text"), 0));
  }

  @Test
  void a_wrong_checksum_is_noticed_after_the_events() throws IOException {
    byte[] altered = BODY.clone();
    altered[altered.length - 8] ^= 1;
    Readings readings = read(part(1, 0, altered, 0));
    assertEquals(SESSION, readings.events());
    assertTrue(readings.message().endsWith("the checksum of the gzip stream does not fit"));
  }

  @Test
  void a_body_that_ends_within_a_record_is_cut_off() throws IOException {
    byte[] whole = records(SESSION);
    Readings readings = read(part(1, 0, gzip(Arrays.copyOf(whole, whole.length - 1)), 0));
    assertEquals(SESSION.subList(0, 4), readings.events());
    assertTrue(readings.cutOff());
  }

  @Test
  void missing_padding_is_a_cut() throws IOException {
    Readings readings =
        Readings.of(new BytesSource(part(1, 0, BODY, 10)).cutAt(24 + BODY.length + 9));
    assertEquals(SESSION, readings.events());
    assertTrue(readings.cutOff());
    assertTrue(readings.message().endsWith("the padding ends too early"));
  }

  @Test
  void a_record_that_is_no_protobuf_is_refused() throws IOException {
    Readings readings = read(part(1, 0, gzip(record(new byte[] {0x3a, 0x7f, 1})), 0));
    assertTrue(readings.message().contains("a record is not protobuf"), readings.message());
    assertFalse(readings.cutOff());
  }

  @Test
  void after_a_failure_comes_the_same_failure() throws Exception {
    try (RecordingReader reader =
        Recordings.open(new BytesSource(part(1, 0, gzip(new byte[4]), 0)))) {
      Damaged first = assertThrows(Damaged.class, reader::next);
      assertEquals(first, assertThrows(Damaged.class, reader::next));
    }
  }

  private static Readings read(byte[]... parts) throws IOException {
    return Readings.of(new BytesSource(joined(parts)));
  }

  private static void assertSession(byte[]... parts) throws IOException {
    Readings readings = read(parts);
    assertEquals(SESSION, readings.events());
    assertWhole(readings);
  }

  private static void assertWhole(Readings readings) {
    assertEquals("", readings.message());
    assertEquals(0, readings.skipped() + readings.outOfOrder());
  }

  private static void assertDamaged(String what, byte[] recording) throws IOException {
    Readings readings = read(recording);
    assertEquals(List.of(), readings.events());
    assertEquals(what, readings.what());
    assertFalse(readings.cutOff());
  }
}
