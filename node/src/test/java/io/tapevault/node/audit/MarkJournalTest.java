package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.node.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MarkJournalTest {

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void what_was_written_last_is_read() throws IOException {
    assertEquals(List.of(), journal().read(MarkJournalTest::name));
    journal().write(List.of(entry("a")));
    journal().write(List.of(entry("b"), entry("c\n")));
    assertEquals(List.of("b", "c\n"), journal().read(MarkJournalTest::name));
    journal().write(List.of());
    assertEquals(List.of(), journal().read(MarkJournalTest::name));
    assertEquals(List.of(), said);
  }

  @ParameterizedTest
  @MethodSource("torn")
  void a_torn_one_is_put_aside_as_it_is_and_told(byte[] torn) throws IOException {
    Files.write(file(), torn);
    assertEquals(List.of(), journal().read(MarkJournalTest::name));
    assertArrayEquals(torn, Files.readAllBytes(folder.resolve("journal.broken-1")));
    assertEquals(1, said.size());
    journal().write(List.of(entry("a")));
    Files.write(file(), torn);
    journal().read(MarkJournalTest::name);
    assertArrayEquals(torn, Files.readAllBytes(folder.resolve("journal.broken-2")));
  }

  static List<byte[]> torn() throws IOException {
    Path whole = Files.createTempFile("journal", "");
    new MarkJournal(new LocalDisk(), whole, line -> {}).write(List.of(entry("a"), entry("b")));
    byte[] bytes = Files.readAllBytes(whole);
    Files.delete(whole);
    return List.of(
        new byte[0],
        new byte[200],
        Arrays.copyOf(bytes, bytes.length / 2),
        Arrays.copyOf(bytes, bytes.length - 5),
        "{\"version\":99}".getBytes(UTF_8),
        new byte[] {(byte) 0xFF, (byte) 0xFE});
  }

  @Test
  void one_that_cannot_be_written_is_as_it_was() throws IOException {
    journal().write(List.of(entry("a")));
    Files.createDirectories(folder.resolve("journal.new/x"));
    assertThrows(IOException.class, () -> journal().write(List.of(entry("b"))));
    assertEquals(List.of("a"), journal().read(MarkJournalTest::name));
  }

  private MarkJournal journal() {
    return new MarkJournal(new LocalDisk(), file(), said::add);
  }

  private Path file() {
    return folder.resolve("journal");
  }

  private static Json.Members entry(String name) {
    return json -> json.writeStringField("name", name);
  }

  private static String name(JsonParser json) throws IOException {
    String[] name = {null};
    JsonReader.object(
        "entry",
        json,
        member -> {
          if (member.equals("name")) {
            name[0] = JsonReader.text("name", json);
          }
        });
    return JsonReader.present("name", name[0]);
  }
}
