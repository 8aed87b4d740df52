package io.tapevault.recording;

import static io.tapevault.recording.ProtoStreamEncoder.gzip;
import static io.tapevault.recording.ProtoStreamEncoder.oneOf;
import static io.tapevault.recording.ProtoStreamEncoder.part;
import static io.tapevault.recording.ProtoStreamEncoder.record;
import static io.tapevault.recording.TarballEncoder.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.recording.ProtoStreamEncoder.Proto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A record of any type plays: the 202 that Teleport had in January 2025, and those after them.
final class RecordTypesTest {

  private static final List<RecordedEvent> SESSION = Sessions.printing("one", "two");
  private static final List<Integer> ACTED_ON = List.of(5, 7, 9, 10);
  private static final List<Integer> TYPES =
      IntStream.concat(IntStream.rangeClosed(1, 210), IntStream.of(999, 4711, 536_870_911))
          .filter(number -> !ACTED_ON.contains(number))
          .boxed()
          .toList();

  @TestFactory
  Stream<DynamicTest> a_record_of_one_type_says_what_it_is_and_the_rest_plays() {
    return TYPES.stream()
        .map(number ->
            DynamicTest.dynamicTest(
                "OneOf field " + number, () -> assertPlays(List.of(number), new Random(number))));
  }

  @Test
  void records_of_all_types_play_in_one_recording() throws IOException {
    assertPlays(TYPES, new Random(0));
  }

  private static void assertPlays(List<Integer> numbers, Random random) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    List<String> types = new ArrayList<>(List.of("session.start", "print"));
    records.writeBytes(record(oneOf(SESSION.get(0))));
    records.writeBytes(record(oneOf(SESSION.get(1))));
    for (int number : numbers) {
      records.writeBytes(record(new Proto().message(number, event(number, random)).bytes()));
      records.writeBytes(record(new Proto().message(number, noise(random)).bytes()));
      types.add("type." + number);
      types.add("unknown-" + number);
    }
    records.writeBytes(record(oneOf(SESSION.get(2))));
    records.writeBytes(record(oneOf(SESSION.get(3))));
    types.addAll(List.of("print", "session.end"));
    Readings readings =
        Readings.of(new BytesSource(joined(part(1, 0, gzip(records.toByteArray()), 0))));
    assertEquals("", readings.message());
    assertEquals("onetwo", readings.text());
    assertEquals(types, readings.types());
  }

  /// As Teleport's are: metadata first, then fields that nobody here knows.
  private static Proto event(int number, Random random) {
    return new Proto()
        .message(1, new Proto().number(1, 2).text(2, "type." + number).text(4, "T0000I"))
        .number(7, random.nextLong())
        .message(20, noise(random))
        .text(300, "text " + random.nextInt());
  }

  /// Field 1 is no metadata: a number, a text, or what is no protobuf.
  private static Proto noise(Random random) {
    byte[] bytes = new byte[random.nextInt(50) + 1];
    random.nextBytes(bytes);
    bytes[0] = 7;
    return switch (random.nextInt(3)) {
      case 0 ->
          new Proto().number(1, random.nextLong() | 1).buffer(2, java.nio.ByteBuffer.wrap(bytes));
      case 1 -> new Proto().text(1, "not metadata");
      default -> new Proto().buffer(1, java.nio.ByteBuffer.wrap(bytes));
    };
  }
}
