package io.tapevault.cli.config;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Tapevault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `tapevault config edit`, with scripts in the place of an editor.
@Timeout(120)
final class ConfigEditTest {

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void begin_with_a_document() throws Exception {
    assertEquals(0, set("listen: 1\n"));
  }

  private int set(String document) throws Exception {
    Path file = Files.writeString(folder.resolve("new.yaml"), document);
    return Tapevault.commandLine()
        .setErr(new PrintWriter(new StringWriter()))
        .setOut(new PrintWriter(new StringWriter()))
        .execute("config", "set", "--data", data(), file.toString());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String got() {
    StringWriter document = new StringWriter();
    Tapevault.commandLine()
        .setErr(new PrintWriter(new StringWriter()))
        .setOut(new PrintWriter(document))
        .execute("config", "get", "--data", data());
    return document.toString();
  }

  /// The script's last argument is the file to edit; what it was and where is kept.
  private int edit(String script) throws Exception {
    Path editor =
        Files.writeString(
            folder.resolve("editor"),
            "#!/bin/sh\n[ \"$1\" = --wait ] || exit 9\ncp \"$2\" '"
                + folder
                + "/seen'\nprintf %s \"$2\" >'"
                + folder
                + "/where'\n"
                + script
                + "\n");
    Files.setPosixFilePermissions(editor, fromString("rwx------"));
    return new CommandLine(
            new ConfigChanges.Edit(Map.of("EDITOR", editor + " --wait", "VISUAL", " ")))
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute("--data", data());
  }

  private Path edited() throws Exception {
    return Path.of(Files.readString(folder.resolve("where")));
  }

  @Test
  void what_is_saved_is_stored_and_the_copy_is_gone() throws Exception {
    assertEquals(0, edit("echo 'listen: 2' >\"$2\""));
    assertEquals("listen: 1\n", Files.readString(folder.resolve("seen")));
    assertEquals("listen: 2\n", got());
    assertTrue(out.toString().startsWith("version 2 of "), out.toString());
    assertTrue(Files.notExists(edited()));
  }

  @Test
  void what_is_not_changed_is_not_stored() throws Exception {
    assertEquals(0, edit("true"));
    assertEquals("nothing is changed\n", err.toString());
    assertEquals("", out.toString());
    assertTrue(Files.notExists(edited()));
  }

  @Test
  void an_editor_that_fails_changes_nothing() throws Exception {
    assertEquals(1, edit("echo 'listen: 2' >\"$2\"; exit 3"));
    assertEquals("listen: 1\n", got());
    assertEquals("nothing is changed\n", err.toString());
  }

  @Test
  void a_wrong_document_is_not_stored_its_faults_are_named_and_what_was_written_is_kept()
      throws Exception {
    assertEquals(1, edit("printf 'listen: x\\nlogs: {}\\n' >\"$2\""));
    assertEquals("listen: 1\n", got());
    String said = err.toString();
    assertTrue(said.contains("  - line 1: listen is a text"), said);
    assertTrue(said.contains("  - line 2: the document has 'logs'"), said);
    assertTrue(said.endsWith("what you wrote is in " + edited() + "\n"), said);
    assertEquals("listen: x\nlogs: {}\n", Files.readString(edited()));
    assertEquals(fromString("rw-------"), Files.getPosixFilePermissions(edited()));
    Files.delete(edited());
  }

  @Test
  void what_somebody_else_stored_in_between_stays_and_what_was_written_is_kept() throws Exception {
    CompletableFuture<Integer> edit =
        CompletableFuture.supplyAsync(() -> {
          try {
            return edit(
                "while [ ! -e '"
                    + folder
                    + "/go' ]; do sleep 0.05; done; echo 'listen: 2' >\"$2\"");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    while (Files.notExists(folder.resolve("where"))) {
      Thread.sleep(20);
    }
    assertEquals(0, set("listen: 3\n"));
    Files.createFile(folder.resolve("go"));
    assertEquals(1, edit.get());
    assertEquals("listen: 3\n", got());
    assertTrue(err.toString().contains("nothing is changed: version 2 of "), err.toString());
    assertEquals("listen: 2\n", Files.readString(edited()));
    Files.delete(edited());
  }
}
