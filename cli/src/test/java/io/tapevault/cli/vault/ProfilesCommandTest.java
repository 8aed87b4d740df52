package io.tapevault.cli.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.cli.Tapevault;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.testkit.ssm.FakeSsm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vaults by name: what holds, and where it comes from.
final class ProfilesCommandTest {

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private Ran run(String... args) {
    environment.put("XDG_CONFIG_HOME", folder.toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Tapevault.commandLine(environment)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Ran(exit, out.toString(), err.toString());
  }

  private Path file(String yaml) throws Exception {
    Path file = folder.resolve("tapevault/config.yaml");
    Files.createDirectories(folder.resolve("tapevault"));
    return Files.writeString(file, yaml);
  }

  @Test
  void what_is_said_comes_before_the_environment_and_that_before_the_file() throws Exception {
    Path file =
        file(
            """
            default: here
            profiles:
              here:
                vault: http://127.0.0.1:1
                token-file: word
                output: csv
              prod: {vault: "aws:Tapevault", region: eu-central-1}
            """);
    assertEquals(
        "key,value,from\n"
            + "vault,http://127.0.0.1:1,\"%s, line 4\"\n".formatted(file)
            + "token-file,%s,\"%s, line 5\"\n".formatted(file.resolveSibling("word"), file)
            + "output,csv,\"%s, line 6\"\n".formatted(file),
        run("profiles", "show", "--output", "csv").out());
    environment.put("TAPEVAULT_PROFILE", "prod");
    environment.put("TAPEVAULT_REGION", "us-east-1");
    Ran prod = run("profiles", "show", "--output", "csv");
    assertTrue(prod.out().contains("vault,aws:Tapevault,"), prod.out());
    assertTrue(prod.out().contains("region,us-east-1,TAPEVAULT_REGION"), prod.out());
    environment.clear();
    assertTrue(run("sessions", "ls").err().contains("127.0.0.1:1 does not answer"));
    assertTrue(
        run("sessions", "ls", "--vault", "http://127.0.0.1:2")
            .err()
            .contains("127.0.0.1:2 does not answer"));
    assertEquals("PROFILE", run("profiles", "ls").out().substring(0, 7));
    assertTrue(run("profiles", "ls", "--output", "csv").out().contains("\nhere,yes,http"));
  }

  @Test
  void the_token_of_one_vault_is_never_shown_to_another() throws Exception {
    file("profiles: {default: {vault: \"http://127.0.0.1:1\", token-file: none}}\n");
    String err = run("sessions", "ls").err();
    assertTrue(err.contains("the token file"), err);
    environment.put("TAPEVAULT_VAULT", "http://127.0.0.1:2");
    String other = run("sessions", "ls").err();
    assertFalse(other.contains("the token file"), other);
    assertTrue(other.contains("127.0.0.1:2 does not answer"), other);
  }

  @Test
  void what_the_file_has_wrong_is_named_with_its_line() throws Exception {
    file(
        """
        default: gone
        profiles:
          here:
            vault: http://127.0.0.1:1
            tokenfile: x
        colour: red
        """);
    Ran ran = run("sessions", "ls");
    assertEquals(1, ran.exit());
    assertTrue(ran.err().contains("line 1: default is none of [here]"), ran.err());
    assertTrue(ran.err().contains("line 5: profiles.here has 'tokenfile'"), ran.err());
    assertTrue(ran.err().contains("line 6: the document has 'colour'"), ran.err());
    environment.put("TAPEVAULT_CONFIG", folder.resolve("none.yaml").toString());
    assertTrue(run("sessions", "ls").err().contains("there is no such file"));
    environment.clear();
    file("profiles: {a: {vault: \"http://127.0.0.1:1\", output: pdf}}\n");
    assertTrue(run("sessions", "ls", "--profile", "b").err().contains("there are [a]"));
    String output = run("sessions", "ls", "--profile", "a").err();
    assertTrue(output.contains("not pdf"), output);
  }

  @Test
  void the_stack_of_a_deployment_says_where_its_vault_is() throws Exception {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    try (FakeSsm aws = FakeSsm.start();
        LocalVault vault = LocalVault.start(LocalConfig.defaults(folder), folder, 0)) {
      aws.deploy("Tapevault", Map.of("ApiUrl", vault.uri() + "/"));
      file(
          "profiles: {default: {vault: \"aws:Tapevault?endpoint=%s\", region: eu-central-1, output: json}}\n"
              .formatted(aws.endpoint()));
      assertEquals(new Ran(0, "{\"sessions\":[\n]}\n", ""), run("sessions", "ls"));
      Ran none = run("sessions", "ls", "--vault", "aws:None?endpoint=" + aws.endpoint());
      assertEquals(1, none.exit());
      assertTrue(none.err().contains("the stack None"), none.err());
      Ran token = run("sessions", "ls", "--token-file", "x");
      assertEquals(2, token.exit());
      assertTrue(token.err().contains("not the token of --token-file"), token.err());
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }
}
