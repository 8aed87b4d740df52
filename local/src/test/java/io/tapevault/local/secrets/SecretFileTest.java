package io.tapevault.local.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.local.uploads.TicketKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class SecretFileTest {

  @TempDir private Path data;

  private Path key() {
    return data.resolve("ticket.key");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void the_key_is_made_once_for_its_owner_alone() throws Exception {
    byte[] made = TicketKey.in(data);
    assertEquals(32, made.length);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key())));
    assertArrayEquals(made, TicketKey.in(data));
    assertEquals(List.of("ticket.key"), files());
  }

  @Test
  void what_a_killed_process_began_to_write_is_made_anew() throws Exception {
    Files.writeString(data.resolve("ticket.key.part"), "half");
    byte[] made = TicketKey.in(data);
    assertArrayEquals(made, Files.readAllBytes(key()));
    assertEquals(List.of("ticket.key"), files());
  }

  @Test
  void a_file_that_was_made_and_never_filled_is_filled() throws Exception {
    make(key(), "", "rw-------");
    assertArrayEquals(TicketKey.in(data), Files.readAllBytes(key()));
    assertEquals(32, Files.size(key()));
  }

  @Test
  void half_a_key_is_said_with_what_to_do() throws Exception {
    make(key(), "half", "rw-------");
    assertSaid("is damaged: delete it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw-r--r--", "rw-----w-", "rw----r--"})
  void what_others_may_read_or_write_is_no_secret(String permissions) throws Exception {
    make(key(), "0123456789abcdef0123456789abcdef", permissions);
    assertSaid("may be used by others than its owner (" + permissions + "): delete it");
  }

  @Test
  void a_pipe_a_folder_and_a_link_are_said_and_nobody_waits_for_them() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", key().toString()).start().waitFor());
    assertSaid("is no file with a secret: move it away");
    Files.delete(key());
    Files.createDirectory(key());
    assertSaid("is no file with a secret: move it away");
    Files.delete(key());
    Files.createSymbolicLink(key(), make(data.resolve("other"), "x".repeat(32), "rw-------"));
    assertSaid("is no file with a secret: move it away");
  }

  @Test
  void a_token_is_made_as_text_and_read_without_its_line_end() throws Exception {
    Path file = data.resolve("token");
    String made = TokenFile.in(file);
    assertEquals(made + "\n", Files.readString(file));
    assertEquals(made, TokenFile.in(file));
    Files.writeString(file, "a token of one's own");
    String said = assertThrows(IOException.class, () -> TokenFile.in(file)).toString();
    assertTrue(said.contains("holds no token"), said);
    Files.writeString(file, "my-own-token-of-2026");
    assertEquals("my-own-token-of-2026", TokenFile.in(file));
  }

  private void assertSaid(String said) {
    String message =
        String.valueOf(assertThrows(IOException.class, () -> TicketKey.in(data)).getMessage());
    assertTrue(message.startsWith(key() + " " + said), message);
  }

  private static Path make(Path file, String content, String permissions) throws IOException {
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
