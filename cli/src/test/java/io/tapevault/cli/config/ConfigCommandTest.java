package io.tapevault.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Tapevault;
import io.tapevault.local.config.WatchedConfig;
import io.tapevault.testkit.contract.ConfigurationContract;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {

  @TempDir private Path folder;
  private StringWriter err = new StringWriter();
  private StringWriter out = new StringWriter();

  @Test
  void what_is_set_is_got_to_the_byte_and_stands_in_the_history() throws Exception {
    String first = "# ä\nstorage: {retention_period: 10d}\n";
    assertEquals(0, config("set", file(first)));
    assertEquals(0, config("get"));
    assertEquals(first, out.toString());
    assertTrue(err.toString().startsWith("version 1 of "), err.toString());
    assertEquals(
        0, config("set", file("storage: {retention_period: 20d}\nsession_recording: off\n")));
    assertEquals(0, config("history"));
    String[] lines = out.toString().split("\n", -1);
    assertTrue(
        lines[0].startsWith("version 2 of ")
            && lines[0].endsWith(": session_recording, storage.retention_period"),
        lines[0]);
    assertTrue(lines[1].startsWith("version 1 of ") && lines[1].endsWith(": the first"), lines[1]);
  }

  @Test
  void a_wrong_document_changes_nothing_and_every_fault_is_named() throws Exception {
    assertEquals(0, config("set", file("listen: 1\n")));
    assertEquals(1, config("set", file("listen: x\nlogs: {}\nnodes: {upload: {parallel: 1e3}}\n")));
    assertEquals(
        """
        tapevault: nothing is changed, for this is wrong with the document:
          - line 1: listen is a text, and has to be a whole number
          - line 2: the document has 'logs', which is none of [forward, limits, listen, nodes, session_recording, storage]
          - line 3: nodes.upload.parallel is a number with a point or an exponent (in quotes it is a text), and has to be a whole number
        """,
        err.toString());
    assertEquals(0, config("get"));
    assertEquals("listen: 1\n", out.toString());
  }

  @Test
  void config_longer_than_its_home() throws Exception {
    assertEquals(0, config("set", file(ConfigurationContract.ofLength(8_192))));
    String tooLong = file(ConfigurationContract.ofLength(8_193));
    assertEquals(1, config("set", tooLong));
    assertTrue(err.toString().contains("8193 bytes of UTF-8, and a parameter of AWS takes 8192"));
    assertEquals(1, config("validate", tooLong));
    assertTrue(out.toString().contains("8193 bytes"), out.toString());
    assertEquals(0, config("get"));
    assertEquals(ConfigurationContract.ofLength(8_192), out.toString());
  }

  @Test
  void a_version_that_somebody_else_has_replaced_is_not_overwritten() throws Exception {
    assertEquals(0, config("set", file("listen: 1\n")));
    assertEquals(0, config("set", "--over", "1", file("listen: 2\n")));
    assertEquals(1, config("set", "--over", "1", file("listen: 3\n")));
    assertTrue(err.toString().contains("version 2 of "), err.toString());
    assertEquals(0, config("get"));
    assertEquals("listen: 2\n", out.toString());
  }

  @Test
  void what_waits_for_a_restart_is_named() throws Exception {
    assertEquals(0, config("set", file("listen: 1\n")));
    WatchedConfig.load(WatchedConfig.file(folder.resolve("data")), folder.resolve("data"));
    assertEquals(0, config("set", file("listen: 2\nsession_recording: off\n")));
    assertEquals("a restart is needed for listen\n", err.toString());
    assertEquals(0, config("get"));
    assertTrue(err.toString().endsWith("a restart is needed for listen\n"), err.toString());
  }

  @Test
  void validate_says_nothing_of_a_right_document_and_changes_nothing() throws Exception {
    assertEquals(0, validate("listen: 1\n"));
    assertEquals("", out.toString());
    assertEquals(1, validate("listen: 1\nlisten: 2\n"));
    assertEquals(
        "line 2: 'listen' stands here a second time; the first is in line 1\n", out.toString());
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void what_is_no_document_at_all_is_named() throws Exception {
    assertEquals(1, config("validate", folder.toString()));
    assertEquals(
        "tapevault: " + folder + " is a folder: name the document in it\n", err.toString());
    assertEquals(1, config("validate", "/dev/zero"));
    assertEquals(
        "tapevault: /dev/zero has more than 1048576 bytes: it is no document\n", err.toString());
  }

  @Test
  void what_is_right_on_aws_is_not_on_one_machine() throws Exception {
    String aws = file("storage: {audit_table_name: events, audit_sessions_uri: 's3://tapes'}\n");
    assertEquals(0, config("validate", "--aws", aws));
    assertEquals(1, config("validate", aws));
    assertEquals(2, out.toString().lines().count(), out.toString());
    assertEquals(
        1, config("validate", "--aws", file("storage: {audit_sessions_uri: 'file:///tapes'}\n")));
    assertEquals(
        "line 1: storage.audit_sessions_uri is no s3://bucket, which it is on AWS\n",
        out.toString());
  }

  @Test
  void where_nothing_is_that_is_said() {
    assertEquals(1, config("get"));
    assertTrue(err.toString().endsWith("tapevault.yaml is not there\n"), err.toString());
    assertEquals(0, config("history"));
    assertEquals("", out.toString());
  }

  private int validate(String document) throws Exception {
    begin();
    return run("config", "validate", file(document));
  }

  private int config(String command, String... more) {
    begin();
    Stream<String> where = Stream.of("--data", folder.resolve("data").toString());
    boolean validates = command.equals("validate");
    return run(
        Stream.of(
                Stream.of("config", command),
                validates ? Stream.<String>empty() : where,
                Arrays.stream(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private void begin() {
    err = new StringWriter();
    out = new StringWriter();
  }

  private int run(String... args) {
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute(args);
  }

  private String file(String document) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "new", ".yaml"), document).toString();
  }
}
