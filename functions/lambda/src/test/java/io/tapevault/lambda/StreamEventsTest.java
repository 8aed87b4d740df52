package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.EventKey;
import io.tapevault.json.Malformed;
import io.tapevault.lambda.StreamEvents.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEventsTest {

  private static final String RECORD =
      """
      {"eventName":"%s","dynamodb":{%s"Keys":{"SessionID":{"S":"s"},"EventIndex":{"N":"7"}},"SequenceNumber":"1"}}\
      """;

  @Test
  void the_sample_names_what_changed() throws IOException {
    Path sample =
        Path.of(
            System.getProperty("tapevault.root"), "events-samples/envelopes/dynamodb-stream.json");
    String session = "8c1f6f0e-52a4-4d0b-9f0b-6f1a3a0c7d21";
    List<Change> changes = read(Files.readString(sample));
    assertEquals(
        List.of(
            new Change(
                "412300000000007482910473625",
                new EventKey(session, 0),
                Instant.parse("2026-11-22T13:59:59.412Z")),
            new Change(
                "412300000000007482910473631", new EventKey(session, 4503599627370497L), null),
            new Change("412300000000007482910473640", null, null),
            new Change("412300000000007482910473655", null, null)),
        changes);
  }

  @Test
  void without_an_image_an_insert_may_be_an_event() throws IOException {
    List<Change> event = List.of(new Change("1", new EventKey("s", 7), null));
    List<Change> none = List.of(new Change("1", null, null));
    assertEquals(event, read("INSERT", ""));
    assertEquals(event, read("INSERT", "\"NewImage\":null,"));
    assertEquals(none, read("INSERT", "\"NewImage\":{},"));
    assertEquals(none, read("REMOVE", ""));
  }

  @Test
  void what_is_put_over_an_event_is_an_event() throws IOException {
    List<Change> event = List.of(new Change("1", new EventKey("s", 7), null));
    assertEquals(event, read("MODIFY", "\"NewImage\":{\"EventType\":{\"S\":\"exec\"}},"));
    assertEquals(List.of(new Change("1", null, null)), read("MODIFY", "\"NewImage\":{},"));
  }

  @Test
  void an_event_that_is_held_or_let_go_is_not_a_new_one() throws IOException {
    String image = "\"NewImage\":{\"EventType\":{\"S\":\"exec\"},\"Held\":{\"N\":\"1764000000\"}},";
    assertEquals(List.of(new Change("1", null, null)), read("MODIFY", image));
    assertEquals(List.of(new Change("1", new EventKey("s", 7), null)), read("INSERT", image));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "FieldsMap":{"M":{"n":{"N":"1"},"time":{"S":"2026-11-22T13:00:00.5+01:00"}}}                     | 2026-11-22T12:00:00.500Z
          "Fields":{"S":"{\\"time\\":\\"2026-11-22T12:00:00Z\\"}"}                                         | 2026-11-22T12:00:00Z
          "FieldsMap":{"M":{"time":{"S":"2026-11-22T12:00:00Z"}}},"Fields":{"S":"{\\"time\\":\\"odd\\"}"}  | 2026-11-22T12:00:00Z
          "FieldsMap":{"M":{"time":{"S":"2026-11-22T12:00:00Z"}}},"ReceivedAt":{"S":"2026-11-22T12:00:00Z"} |
          "FieldsMap":{"M":{"time":{"S":"at noon"}}}                                                       |
          "FieldsMap":{"M":{"time":{"N":"1"}}}                                                             |
          "FieldsMap":{"S":"none"},"Fields":{"S":"no JSON"}                                                |
          """)
  void an_event_happened_when_it_says_itself(String fields, @Nullable Instant time)
      throws IOException {
    assertEquals(
        List.of(new Change("1", new EventKey("s", 7), time)),
        read("INSERT", "\"NewImage\":{\"EventType\":{\"S\":\"exec\"}," + fields + "},"));
  }

  @Test
  void an_index_that_no_event_has_is_not_that_of_an_event() throws IOException {
    String json =
        "{\"Records\":["
            + RECORD.formatted("INSERT", "").replace("\"7\"", "\"" + "7".repeat(37) + "\"")
            + "]}";
    assertEquals(List.of(new Change("1", null, null)), read(json));
  }

  private static List<Change> read(String name, String image) throws IOException {
    return read("{\"Records\":[" + RECORD.formatted(name, image) + "]}");
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
        "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"EventIndex\":{\"N\":1}}}}]}",
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
        List.of(
            "\"eventName\"",
            "\"SequenceNumber\"",
            "\"SessionID\"",
            "\"EventIndex\"",
            "\"S\"",
            "\"N\"",
            "\"Keys\"");
    for (String part : parts) {
      String json = "{\"Records\":[" + record.replace(part, "\"other\"") + "]}";
      assertThrows(Malformed.class, () -> read(json), part);
    }
  }

  private static List<Change> read(String json) throws IOException {
    return StreamEvents.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }
}
