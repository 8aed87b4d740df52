package io.tapevault.cli.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.cli.Vault;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldsCommandTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @TempDir private Path data;

  private static Ran run(LocalVault vault, String... args) {
    return Ran.of("holds", vault, args);
  }

  @Test
  void a_session_is_held_listed_and_released_and_all_of_it_is_told() throws Exception {
    try (LocalVault local = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      Ran placed = run(local, "place", SID, "--reason", "case 12", "--by", "alice");
      assertEquals(new Ran(0, SID + "\n  placed   TIME by alice: case 12\n", ""), placed);
      assertEquals(placed, run(local, "ls"));
      assertEquals(
          0, run(local, "place", "a/b c", "--reason", "case 12", "--by", "\u202ebob").exit());
      assertTrue(run(local, "ls").out().contains("a/b c\n"));
      assertEquals(
          new Ran(
              0, SID + "\n  placed   TIME by alice: case 12\n  released TIME by bob: closed\n", ""),
          run(local, "release", SID, "--reason", "closed", "--by", "bob"));
      assertTrue(!run(local, "ls").out().contains(SID));
      assertEquals(
          3,
          new Vault(local.uri())
              .events().stream()
                  .filter(event -> event.path("event").asText().startsWith("tapevault.hold."))
                  .count());
    }
  }

  @Test
  void what_cannot_be_done_says_why() throws Exception {
    LocalVault local = LocalVault.start(LocalConfig.defaults(data), data, 0);
    try (local) {
      Ran refused = run(local, "release", SID, "--reason", "closed");
      assertEquals(1, refused.exit());
      assertTrue(
          refused.err().endsWith(": there is no hold that could be released\n"), refused.err());
      assertEquals(2, run(local, "place", SID).exit());
    }
    Ran nobody = run(local, "ls");
    assertEquals(1, nobody.exit());
    assertTrue(nobody.err().contains(local.uri() + " does not answer"), nobody.err());
  }
}
