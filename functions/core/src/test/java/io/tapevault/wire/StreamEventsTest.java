package io.tapevault.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.EventKey;
import io.tapevault.wire.StreamEvents.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEventsTest {

  private static final String RECORD = """
      {"eventName":"%s","dynamodb":{%s"Keys":{"SessionID":{"S":"s"},"EventIndex":{"N":"7"}},"SequenceNumber":"1"}}""";

  @Test
  void the_sample_names_what_changed() throws IOException {
    Path sample = Path.of(System.getProperty("tapevault.root"), "events-samples/envelopes/dynamodb-stream.json");
    String session = "8c1f6f0e-52a4-4d0b-9f0b-6f1a3a0c7d21";
    List<Change> changes = read(Files.readString(sample));
    assertEquals(
        List.of(
            new Change("412300000000007482910473625", "INSERT", new EventKey(session, 0), true),
            new Change("412300000000007482910473631", "INSERT", new EventKey(session, 4503599627370497L), true),
            new Change("412300000000007482910473640", "INSERT", new EventKey("parked#2026-11-22", 1203948576), false),
            new Change(
                "412300000000007482910473655",
                "REMOVE",
                new EventKey("f2a7b1c4-0e3d-4f6a-8b9c-7d5e4f3a2b10", 3),
                true)),
        changes);
    assertEquals(List.of(true, true, false, false), changes.stream().map(Change::stored).toList());
  }

  @Test
  void without_an_image_an_insert_may_be_an_event() throws IOException {
    assertEquals(List.of(true), stored("INSERT", ""));
    assertEquals(List.of(true), stored("INSERT", "\"NewImage\":null,"));
    assertEquals(List.of(false), stored("INSERT", "\"NewImage\":{},"));
    assertEquals(List.of(false), stored("MODIFY", ""));
  }

  private static List<Boolean> stored(String name, String image) throws IOException {
    return read("{\"Records\":[" + RECORD.formatted(name, image) + "]}").stream().map(Change::stored).toList();
  }

  @Test
  void no_records_are_no_changes() throws IOException {
    assertEquals(List.of(), read("{\"Records\":[]}"));
    assertEquals(List.of(), read("{\"more\":{\"Records\":[1]}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"Records\":{}}",
        "{\"Records\":[1]}",
        "{\"Records\":[{}]}",
        "{\"Records\":[{\"eventName\":\"INSERT\",\"dynamodb\":{}}]}",
        "{\"Records\":[{\"eventName\":\"INSERT\",\"dynamodb\":null}]}",
        "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"SessionID\":{\"S\":1}}}}]}",
        "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"EventIndex\":{\"N\":\"1.5\"}}}}]}",
        "{\"Records\":[",
        "{\"Records\":[]} x",
        "{\"Records\":[]}{}"
      })
  void what_is_no_stream_event_is_malformed(String json) {
    assertThrows(Malformed.class, () -> read(json));
  }

  @Test
  void a_record_without_one_of_its_parts_is_malformed() {
    String record = RECORD.formatted("INSERT", "");
    List<String> parts =
        List.of("\"eventName\"", "\"SequenceNumber\"", "\"SessionID\"", "\"EventIndex\"", "\"S\"", "\"N\"", "\"Keys\"");
    for (String part : parts) {
      String json = "{\"Records\":[" + record.replace(part, "\"other\"") + "]}";
      assertThrows(Malformed.class, () -> read(json), part);
    }
  }

  private static List<Change> read(String json) throws IOException {
    return StreamEvents.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }
}
