package io.tapevault.siem.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.siem.Sinks;
import io.tapevault.testkit.contract.SinkPromises;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An archive in a folder. What is there after a delivery is what arrived by it.
class FolderTest extends SinkPromises {

  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");

  private final Path folder;
  private final List<Arrived> arrived = new ArrayList<>();

  FolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static EventSink at(Path folder) {
    SinkSpec spec =
        new SinkSpec(
            "archive",
            SinkType.S3,
            Map.of(SinkSpec.ADDRESS, "file://" + folder.toAbsolutePath()),
            null);
    Sinks.check(spec);
    return Sinks.open(spec, InstantSource.system());
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lines(Path file) {
    try {
      return Lines.unpacked(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected EventSink sink() {
    return watched(at(folder), () -> files(folder).forEach(this::arrives));
  }

  private void arrives(Path file) {
    String lines = lines(file);
    arrived.add(
        new Arrived(
            UID.matcher(lines).results().map(one -> one.group(1)).toList(),
            lines.getBytes(UTF_8).length,
            folder.relativize(file) + "\n" + lines));
  }

  @Override
  protected List<Arrived> arrived() {
    return arrived;
  }

  /// What is of a folder alone.
  @Nested
  class OfFolders {

    @Test
    void a_file_lies_in_the_folder_of_its_hour_and_nothing_else_is_left() {
      at(folder)
          .deliver(
              List.of(
                  Engine.outgoing("{\"event\":\"x\",\"time\":\"2026-11-25T13:07:43Z\"}"),
                  Engine.outgoing("{\"event\":\"y\",\"time\":\"2026-11-26T00:00:00Z\"}")));
      assertEquals(
          List.of("dt=2026-11-25/hour=13", "dt=2026-11-26/hour=00"),
          files(folder).stream()
              .map(file -> folder.relativize(file.resolveSibling("")).normalize().toString())
              .toList());
    }

    @Test
    void what_a_crash_left_is_replaced_and_never_read() throws IOException {
      List<Outgoing> events = List.of(Engine.outgoing("{\"event\":\"x\"}"));
      at(folder).deliver(events);
      Path file = files(folder).getFirst();
      Files.move(file, file.resolveSibling("." + file.getFileName() + ".part"));
      Files.write(file.resolveSibling("." + file.getFileName() + ".part"), new byte[10_000]);
      assertEquals(new Delivery.Delivered(), at(folder).deliver(events));
      assertEquals(List.of(file), files(folder));
      assertEquals("{\"event\":\"x\"}\n", lines(file));
    }

    @Test
    void a_folder_that_is_not_there_or_is_a_file_is_down_and_is_not_made() throws IOException {
      Path gone = folder.resolve("gone");
      assertInstanceOf(Delivery.Down.class, at(gone).deliver(events(1)));
      assertEquals(false, Files.exists(gone));
      Files.writeString(gone, "");
      assertInstanceOf(Delivery.Down.class, at(gone).deliver(events(1)));
    }

    @Test
    void an_hour_that_cannot_be_made_is_down() throws IOException {
      Files.writeString(folder.resolve("dt=2026-03-01"), "in the way");
      assertInstanceOf(Delivery.Down.class, at(folder).deliver(events(1)));
    }
  }
}
