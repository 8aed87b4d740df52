package io.tapevault.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases tail-copied-and-truncated, tail-link-moves and tail-inode-again.
final class RotationCasesTest extends TailTest {

  @ParameterizedTest
  @ValueSource(ints = {25, 13})
  void tail_copied_and_truncated(int last) throws Exception {
    Path events = log.resolve("events.log");
    append(events, events(1, 10));
    Running first = start();
    awaitLines(list(1, 10));
    stop(first);
    Files.copy(events, log.resolve("events.log.1"));
    truncate(events);
    append(events, events(11, last));
    start();
    awaitLines(list(1, last));
    assertEquals(0, vault.repeated());
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 13})
  void tail_copied_and_truncated_while_the_node_runs(int last) throws Exception {
    Path events = log.resolve("events.log");
    append(events, events(1, 10));
    start();
    awaitLines(list(1, 10));
    Files.copy(events, log.resolve("events.log.1"));
    truncate(events);
    append(events, events(11, last));
    awaitLines(list(1, last));
  }

  @Test
  void what_was_written_between_the_last_look_and_the_copy_is_sent_from_the_copy()
      throws Exception {
    Path events = log.resolve("events.log");
    append(events, events(1, 10));
    Running first = start();
    awaitLines(list(1, 10));
    stop(first);
    append(events, events(11, 12));
    Files.copy(events, log.resolve("events.log.1"));
    truncate(events);
    append(events, events(13, 40));
    start();
    awaitLines(list(1, 40));
    assertEquals(0, vault.repeated());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tail_link_moves(boolean again) throws Exception {
    linkMoves(log, log, again);
  }

  @Test
  void tail_link_moves_in_a_folder_that_is_a_link() throws Exception {
    Path behind = Files.createDirectories(folder.resolve("behind"));
    linkMoves(behind, Files.createSymbolicLink(folder.resolve("link"), behind), true);
  }

  @Test
  void tail_link_moves_and_is_itself_what_is_followed() throws Exception {
    linkMoves(log, log.resolve("events.log"), true);
  }

  @Test
  void tail_link_moves_above_the_folder_of_the_host() throws Exception {
    Path host = Files.createDirectories(log.resolve("0fa1ce9f-9c5d-4a5e-b8a5-1f3a3c9f7b11"));
    Path link = log.resolve("events.log");
    append(host.resolve("2026-11-01.00:00:00.log"), events(1, 10));
    Files.createSymbolicLink(link, host.resolve("2026-11-01.00:00:00.log"));
    start();
    awaitLines(list(1, 10));
    append(host.resolve("2026-11-04.00:00:00.log"), events(11, 12));
    awaitLines(list(1, 12));
    assertEquals(0, vault.repeated());
  }

  private void linkMoves(Path days, Path followed, boolean again) throws Exception {
    Path old = days.resolve("2026-11-01.00:00:00.log");
    Path link = days.resolve("events.log");
    append(old, events(1, 10));
    Files.createSymbolicLink(link, old.getFileName());
    start(followed, LIMITS);
    awaitLines(list(1, 10));
    Path next = days.resolve("2026-11-04.00:00:00.log");
    append(next, events(11, 15));
    Files.delete(link);
    awaitLines(list(1, 15));
    if (again) {
      Files.createSymbolicLink(link, next.getFileName());
    }
    append(old, events(16, 17));
    append(next, events(18, 19));
    awaitLines(list(1, 19));
    assertEquals(0, vault.repeated());
  }

  @Test
  void tail_inode_again() throws Exception {
    Path a = log.resolve("a.log");
    append(a, events(1, 1000));
    Running first = start();
    awaitLines(list(1, 1000));
    stop(first);
    // The same file under another name, with other content: no inode is more the same than that.
    Path b = Files.move(a, log.resolve("b.log"));
    Object inode = Files.getAttribute(b, "unix:ino");
    truncate(b);
    append(b, events(1001, 1003));
    assertEquals(inode, Files.getAttribute(b, "unix:ino"));
    start();
    awaitLines(list(1, 1003));
  }

  @Test
  void what_was_renamed_is_followed_where_it_is() throws Exception {
    Path events = log.resolve("events.log");
    append(events, events(1, 10));
    Running first = start();
    awaitLines(list(1, 10));
    Files.move(events, log.resolve("events.log-20261101"));
    append(events, events(11, 12));
    awaitLines(list(1, 12));
    stop(first);
    append(log.resolve("events.log-20261101"), events(13, 13));
    start();
    awaitLines(list(1, 13));
    assertEquals(0, vault.repeated());
  }

  @Test
  void other_files_and_other_folders_are_not_read() throws Exception {
    append(log.resolve("a.log"), events(1, 1));
    for (String name : List.of("a.log.1.gz", "a.txt", "a.log.swp", "upload/b.log")) {
      other(log.resolve(name));
    }
    Files.createSymbolicLink(log.resolve("c.log"), other(folder.resolve("elsewhere/d.txt")));
    other(folder.resolve("elsewhere/secret.log"));
    start();
    await(() -> vault.lines().size() >= 2);
    append(log.resolve("a.log"), events(2, 2));
    await(() -> vault.lines().size() >= 3);
    assertEquals(
        List.of("{\"event\":\"d.txt\"}", event(1), event(2)),
        vault.lines().stream().sorted().toList());
  }

  private static Path other(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    append(file, "{\"event\":\"" + file.getFileName() + "\"}\n");
    return file;
  }
}
