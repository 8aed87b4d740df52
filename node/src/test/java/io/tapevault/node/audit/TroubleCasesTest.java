package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.vault.VaultClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases journal-torn and journal-no-room, a vault that is not to be had, and all of it at
/// random.
final class TroubleCasesTest extends TailTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "nul", "half", "later", "name"})
  void journal_torn(String how) throws Exception {
    append(log.resolve("a.log"), events(1, 10));
    append(log.resolve("b.log"), events(11, 20));
    Running first = start();
    awaitLines(list(1, 20));
    stop(first);
    Path journal = state.resolve("audit.journal");
    byte[] whole = Files.readAllBytes(journal);
    Files.write(
        journal,
        switch (how) {
          case "nul" -> new byte[200];
          case "half" -> Arrays.copyOf(whole, whole.length / 2);
          case "name" -> new String(whole, UTF_8).replace("a.log", "\\u0000").getBytes(UTF_8);
          case "later" -> "{\"version\":99}".getBytes(UTF_8);
          default -> new byte[0];
        });
    start();
    append(log.resolve("a.log"), events(21, 22));
    awaitLines(list(1, 22));
    assertTrue(Files.exists(state.resolve("audit.journal.broken-1")));
    assertTrue(said.getFirst().contains("audit.journal.broken-1"), said::toString);
    // It was found out again, and the vault has it once.
    await(() -> vault.repeated() >= 20);
    assertEquals(20, vault.repeated());
  }

  @Test
  void journal_no_room() throws Exception {
    append(log.resolve("a.log"), events(1, 10));
    // Whoever cannot write is as good as a full disk: the place of the new journal is taken.
    Path blocked = Files.createDirectories(state.resolve("audit.journal.new"));
    Files.createDirectories(blocked.resolve("x"));
    Running running = start();
    awaitLines(list(1, 10));
    await(() ->
        running
            .tail()
            .progress()
            .trouble()
            .orElse("")
            .startsWith("the journal cannot be written: "));
    append(log.resolve("a.log"), events(11, 12));
    awaitLines(list(1, 12));
    // At once: an empty folder would be replaced while it is deleted.
    Files.move(blocked, state.resolve("elsewhere"));
    await(() -> running.tail().progress().trouble().isEmpty());
    stop(running);
    start();
    append(log.resolve("a.log"), events(13, 13));
    awaitLines(list(1, 13));
    assertEquals(0, vault.repeated());
  }

  @Test
  void a_vault_that_is_not_to_be_had_is_waited_for_and_told() throws Exception {
    vault.standing(new Answer.Unanswered("vault.example: no connection"));
    append(log.resolve("a.log"), events(1, 10));
    Running running = start();
    await(() ->
        running.tail().progress().trouble().equals(Optional.of("vault.example: no connection")));
    assertEquals(1000, running.tail().progress().pendingBytes());
    assertTrue(running.tail().progress().oldest().isPresent());
    vault.answer(
        FakeVault.said(503, "busy"),
        FakeVault.said(200, "<html>Welcome</html>"),
        FakeVault.said(200, "{\"accepted\":3,\"duplicates\":0,\"refused\":[]}"));
    awaitLines(list(1, 10));
    await(() -> said.size() == 4);
    assertEquals(
        List.of(
            "audit log: vault.example: no connection",
            "audit log: the vault answers 503: busy",
            "audit log: the answer is 200, and does not account for 10 lines: is it the vault that"
                + " answers?",
            "the audit log is followed again"),
        said);
  }

  @Test
  void what_is_written_until_the_end_is_sent_before_it() throws Exception {
    Running running = start();
    append(log.resolve("a.log"), events(1, 500));
    stop(running);
    assertEquals(list(1, 500), vault.lines().stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void any_order_of_lines_rotations_restarts_and_faults_ends_with_all_of_them(long seed)
      throws Exception {
    Random random = new Random(seed);
    Path events = log.resolve("events.log");
    Running running = start();
    int written = 0;
    int day = 0;
    for (int i = 0; i < 150; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          Path next = log.resolve("events.log." + ++day);
          if (Files.exists(events) && random.nextBoolean()) {
            Files.move(events, next);
          } else if (Files.exists(events)) {
            Files.copy(events, next);
            truncate(events);
          }
        }
        case 1 -> {
          stop(running);
          running = start();
        }
        case 2 -> vault.answer(FakeVault.said(503, ""));
        case 3 -> Thread.sleep(random.nextInt(30));
        default -> {
          int more = random.nextInt(40);
          String lines = events(written + 1, written + more);
          int cut = more == 0 ? 0 : random.nextInt(lines.length());
          append(events, lines.substring(0, cut));
          append(events, lines.substring(cut));
          written += more;
        }
      }
    }
    awaitLines(list(1, written));
    assertEquals(List.of(), quarantined());
  }
}
