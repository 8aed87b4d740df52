package io.tapevault.http.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What shippers were seen to send, through the door that stands for them.
final class ShippersTest {

  private static final Path SHIPPERS =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples", "shippers");

  /// Where a shipper's address leads to, where that is not the path of the capture.
  private static final Map<String, String> PATHS =
      Map.of(
          "/ce",
          "/in/cloudevents",
          "/def",
          "/in/logs",
          "/arr",
          "/in/logs",
          "/raw",
          "/in/logs",
          "/json",
          "/in/logs");

  private final OpenHouse house = new OpenHouse();

  static Stream<String> captured() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPERS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".http"))
          .map(name -> name.replace(".http", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void there_are_as_many_as_were_captured() throws IOException {
    assertEquals(31, captured().count());
  }

  /// What became of it stands beside it: the time of the log, and the event.
  @ParameterizedTest
  @MethodSource("captured")
  void what_was_captured_is_taken_whole_and_known_again(String name) throws IOException {
    CapturedRequest captured = CapturedRequest.in(SHIPPERS.resolve(name + ".http"));
    String path = PATHS.getOrDefault(captured.path(), captured.path());
    String said = house.said(captured.at(path));
    assertTrue(said.startsWith("200 "), said);
    Path golden = SHIPPERS.resolve(name + ".events.ndjson");
    String events =
        house.events().stream()
            .map(event -> event.time() + " " + event.json() + "\n")
            .collect(Collectors.joining());
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(golden, events);
    }
    assertEquals(Files.readString(golden), events, "run with -Dgolden=update, look at the diff");
    assertEquals(List.of(), house.parked());
    house.said(captured.at(path));
    assertEquals(events.lines().count(), house.events().size());
  }
}
