package io.tapevault.siem.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.testkit.contract.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest extends LinesTest {

  private final Path folder;

  FileSinkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file() {
    return folder.resolve("events.ndjson");
  }

  private static SinkSpec spec(Path file, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, file.toString());
    return new SinkSpec("soc", SinkType.FILE, options, null);
  }

  @Override
  protected EventSink writing() {
    return FileSink.open(spec(file(), Map.of()));
  }

  @Override
  protected byte[] written() throws IOException {
    return Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0];
  }

  /// What is of a file alone.
  @Nested
  class OfFiles {

    @Test
    void what_a_crash_left_of_a_line_is_taken_away() throws IOException {
      Files.writeString(file(), "{\"event\":\"a\"}\n{\"event\":\"b\",\"te");
      writing().deliver(List.of(outgoing(Events.event("{\"event\":\"b\",\"text\":\"é\"}"))));
      assertEquals(
          "{\"event\":\"a\"}\n{\"event\":\"b\",\"text\":\"é\"}\n", Files.readString(file()));
      Files.writeString(file(), "{\"event\"");
      writing().deliver(List.of(outgoing(Events.event("{\"event\":\"b\"}"))));
      assertEquals("{\"event\":\"b\"}\n", Files.readString(file()));
    }

    @Test
    void a_full_file_gets_the_next_number_and_nothing_is_overwritten() throws IOException {
      EventSink sink = FileSink.open(spec(file(), Map.of("rotate", "1000")));
      Files.writeString(folder.resolve("events.ndjson.1"), "mine\n");
      for (int i = 0; i < 3; i++) {
        sink.deliver(List.of(outgoing(Events.query(i, Events.NOON, 1000))));
      }
      assertEquals("mine\n", Files.readString(folder.resolve("events.ndjson.1")));
      assertEquals(
          List.of(uuid(0), uuid(1), uuid(2)),
          List.of(
              uid(folder.resolve("events.ndjson.2")),
              uid(folder.resolve("events.ndjson.3")),
              uid(file())));
    }

    private String uuid(int number) {
      return Events.uuid("query " + number);
    }

    private String uid(Path file) throws IOException {
      return Files.readString(file).replaceAll("(?s).*\"uid\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void a_file_that_is_taken_away_begins_anew() throws IOException {
      EventSink sink = writing();
      sink.deliver(List.of(outgoing(Events.event("{\"event\":\"a\"}"))));
      Files.move(file(), folder.resolve("taken"));
      sink.deliver(List.of(outgoing(Events.event("{\"event\":\"b\"}"))));
      assertEquals("{\"event\":\"b\"}\n", Files.readString(file()));
    }

    @Test
    void a_folder_that_is_not_there_is_down() {
      EventSink sink = FileSink.open(spec(folder.resolve("no/such/file"), Map.of()));
      assertInstanceOf(Delivery.Down.class, sink.deliver(events(1)));
    }

    @Test
    void what_cannot_be_is_said_at_once() {
      for (SinkSpec wrong :
          List.of(
              spec(Path.of("relative"), Map.of()),
              spec(folder, Map.of()),
              spec(Path.of("/"), Map.of()),
              spec(file(), Map.of("rotate", "100 MB")))) {
        assertThrows(IllegalArgumentException.class, () -> FileSink.check(wrong));
      }
    }
  }
}
