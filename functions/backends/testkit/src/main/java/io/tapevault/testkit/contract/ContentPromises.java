package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every field of every type comes back.
interface ContentPromises extends EventLogPromises {

  @TestFactory
  default Stream<DynamicTest> an_event_comes_back_with_every_field() {
    return contents().entrySet().stream()
        .map(content ->
            DynamicTest.dynamicTest(
                content.getKey(), () -> comesBack(content.getKey(), content.getValue())));
  }

  @TestFactory
  default Stream<DynamicTest> every_sample_comes_back_with_every_field() throws IOException {
    Path folder =
        Path.of(System.getProperty("tapevault.root", "../../.."), "events-samples", "accepted");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> samples = files.sorted().toList();
      assertFalse(samples.isEmpty(), () -> "no samples in " + folder);
      return samples.stream()
          .map(sample ->
              DynamicTest.dynamicTest(
                  folder.relativize(sample).toString(), () -> sampleComesBack(sample)));
    }
  }

  private void sampleComesBack(Path sample) throws IOException {
    AuditEvent event = Events.event(Files.readString(sample));
    List<EventKey> keys = log().append(List.of(event)).stream().map(Appended::key).toList();
    assertEquals(List.of(new Appended.AlreadyThere(keys.getFirst())), log().append(List.of(event)));
    assertEquals(
        List.of(Events.canonical(event)),
        Events.canonical(log().find(keys)).stream().map(StoredEvent::event).toList());
  }

  @Test
  default void events_of_every_shape_lie_beside_each_other() {
    List<AuditEvent> events =
        contents().entrySet().stream()
            .filter(content -> content.getValue().length() < 100_000)
            .map(content -> event(content.getKey(), content.getValue()))
            .toList();
    log().append(events);
    assertEquals(Reading.expected(events, Reading.AROUND_NOON), Reading.all(log()));
  }

  @Test
  default void odd_types_and_uids_and_sessions_come_back() {
    List<String> odd =
        List.of(
            " ",
            "a b",
            "a:b#c/d\\\\e",
            "'; --",
            "%",
            "_",
            "*",
            "é",
            "\uFFFD",
            "\uE000",
            "😀",
            "a\\u0000b",
            "\\u0000",
            "\\\"",
            "\\n",
            "x".repeat(1000),
            "Ünïcode",
            "NULL",
            "null",
            "0",
            "-1",
            "1e3");
    List<AuditEvent> events =
        odd.stream()
            .map(text ->
                Events.event(
                    """
                    {"event":"t%1$s","sid":"%1$s","uid":"%1$s","time":"%2$s"}\
                    """
                        .formatted(text, NOON)))
            .toList();
    log().append(events);
    assertEquals(Reading.expected(events, Reading.AROUND_NOON), Reading.all(log()));
    for (AuditEvent event : events) {
      assertEquals(
          Events.stored(List.of(event)),
          Reading.session(log(), event.key().session(), Order.ASCENDING, 10));
      assertEquals(
          Events.stored(List.of(event)),
          Reading.all(log(), Reading.ofTypes(Set.of(event.type())), 10));
    }
    assertEquals(
        events.stream().map(event -> new Appended.AlreadyThere(event.key())).toList(),
        log().append(events));
  }

  private void comesBack(String name, String content) {
    AuditEvent event = event(name, content);
    assertEquals(List.of(new Appended.Stored(event.key())), log().append(List.of(event)));
    assertEquals(List.of(new Appended.AlreadyThere(event.key())), log().append(List.of(event)));
    assertEquals(Events.stored(List.of(event)), Events.canonical(log().find(List.of(event.key()))));
    assertEquals(
        Events.stored(List.of(event)),
        Reading.all(log(), Reading.ofTypes(Set.of(event.type())), 10));
    assertEquals(
        Events.stored(List.of(event)),
        Reading.session(log(), event.key().session(), Order.ASCENDING, 10));
  }

  private static AuditEvent event(String name, String content) {
    return Events.event(
        """
        {"event":"odd.%s","sid":"%s","ei":1,"time":"%s","content":%s}\
        """
            .formatted(name.replace(' ', '.'), Events.uuid(name), NOON, content));
  }

  private static Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    contents.put("an empty object", "{}");
    contents.put("an empty array", "[]");
    contents.put("null and truth", "[null,true,false,{\"a\":null}]");
    contents.put("empty texts", "{\"a\":\"\",\"b\":[\"\"]}");
    contents.put("an empty name", "{\"\":1,\"a\":{\"\":{\"\":\"\"}}}");
    contents.put(
        "names with dots", "{\"addr.local\":\"1.2.3.4:3022\",\"a\":{\"b.c\":1},\"a.b\":{\"c\":2}}");
    contents.put(
        "odd names",
        "{\"#n\":1,\":v\":2,\"$x\":3,\"a b\":4,\"é\":5,\"😀\":6,\"\\u0000\":7,\"\\\"\":8}");
    contents.put("zero characters", "\"a\\u0000b\"");
    contents.put("control characters", "\"\\u0001\\u001f\\t\\n\\u007f\\u0085\\u2028\"");
    contents.put("an emoji", "\"👩‍👩‍👧‍👦 \\ud83d\\ude00\"");
    contents.put("the last characters", "\"\\uffff\\ufffe\\ue000\uDBFF\uDFFF\"");
    contents.put(
        "numbers on the edge of doubles",
        "[9007199254740993,-9007199254740993,0.1,5e-324,1.7976931348623157e308]");
    contents.put("numbers beyond doubles", "[1e400,-1e400,1e-400,123456789e999]");
    contents.put(
        "numbers of many digits",
        "[" + "1234567890".repeat(5) + ",0." + "1234567890".repeat(5) + "]");
    contents.put("numbers that look alike", "[1,1.0,1e0,-0.0,0,-0,100,1e2]");
    contents.put("64 bits", "[9223372036854775807,-9223372036854775808,18446744073709551615]");
    contents.put("what looks like a number", "[\"1\",\"1.0\",\"NaN\",\"Infinity\",\"0x10\"]");
    contents.put("alike members in a list", "[{\"a\":1},{\"a\":1},{\"a\":1}]");
    contents.put("forty levels", "{\"a\":[".repeat(20) + "1" + "]}".repeat(20));
    contents.put(
        "three hundred members",
        IntStream.range(0, 300)
            .mapToObj(i -> "\"member %d\":%d".formatted(i, i))
            .collect(Collectors.joining(",", "{", "}")));
    contents.put(
        "a thousand elements",
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"%d\":[%d]}".formatted(i, i))
            .collect(Collectors.joining(",", "[", "]")));
    // DynamoDB takes items of up to 400 KB.
    contents.put("a text of 390 KB", "\"" + "x".repeat(390_000) + "\"");
    contents.put("a text of 400 KiB", "\"" + "y".repeat(400 * 1024) + "\"");
    contents.put("a text of 1 MB", "\"" + "é".repeat(500_000) + "\"");
    contents.put(
        "an attribute of ours",
        "{\"SessionID\":\"x\",\"EventIndex\":1,\"Expires\":1,\"FieldsMap\":{},\"Hash\":\"\"}");
    return contents;
  }
}
