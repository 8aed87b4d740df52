package io.tapevault.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Tapevault;
import io.tapevault.testkit.contract.ConfigurationContract;
import io.tapevault.testkit.ssm.FakeSsm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tapevault config --vault aws:STACK`, against a stand-in of SSM and CloudFormation.
final class ConfigOnAwsTest {

  private static final String NAME = "/tapevault/Tapevault";
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "key", "aws.secretAccessKey", "secret");

  @TempDir private Path folder;
  private FakeSsm aws = nothing();
  private StringWriter err = new StringWriter();
  private StringWriter out = new StringWriter();

  private static FakeSsm nothing() {
    try {
      return FakeSsm.start();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void sign() {
    CREDENTIALS.forEach(System::setProperty);
  }

  @AfterAll
  static void forget() {
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @BeforeEach
  void deploy() {
    aws.deploy(
        "Tapevault",
        Map.of(
            "ApiUrl",
            "https://x/?a=1&amp;b=2",
            "ConfigParameter",
            NAME,
            "KeyArn",
            "arn:aws:kms:key"));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private int config(String command, String... more) {
    return configOf("Tapevault", command, more);
  }

  private int configOf(String stack, String command, String... more) {
    err = new StringWriter();
    out = new StringWriter();
    List<String> args =
        new ArrayList<>(
            List.of(
                "config",
                command,
                "--vault",
                "aws:" + stack + "?region=eu-central-1&endpoint=" + aws.endpoint()));
    args.addAll(Arrays.asList(more));
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute(args.toArray(String[]::new));
  }

  private String file(String document) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "new", ".yaml"), document).toString();
  }

  @Test
  void what_is_set_is_got_to_the_byte_and_stands_in_the_history_with_who() throws Exception {
    assertEquals(1, config("get"));
    assertTrue(err.toString().contains("there is no parameter " + NAME), err.toString());
    String first = "# ä\nstorage: {retention_period: 10d}\n";
    assertEquals(0, config("set", file(first)));
    assertTrue(
        out.toString().endsWith(" is stored; functions take it up within 30 seconds\n"),
        out.toString());
    assertEquals(0, config("get"));
    assertEquals(first, out.toString());
    assertEquals(0, config("set", "--over", "1", file("storage: {retention_period: 20d}\n")));
    assertEquals(0, config("history"));
    List<String> lines = out.toString().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(
        lines
            .getFirst()
            .endsWith(" by arn:aws:iam::123456789012:user/alice: storage.retention_period"),
        lines.getFirst());
  }

  @Test
  void a_wrong_document_and_one_that_is_too_long_are_not_put() throws Exception {
    assertEquals(1, config("set", file("storage: {audit_sessions_uri: 'file:///tapes'}\n")));
    assertTrue(err.toString().contains("line 1: storage.audit_sessions_uri"), err.toString());
    assertEquals(1, config("validate", file("listen: x\n")));
    assertEquals(1, config("set", file(ConfigurationContract.ofLength(8_193))));
    assertTrue(aws.calls.stream().noneMatch("PutParameter"::equals), aws.calls::toString);
  }

  @Test
  void a_version_that_somebody_else_has_replaced_is_not_overwritten() throws Exception {
    assertEquals(0, config("set", file("{}\n")));
    aws.add(NAME, "session_recording: off");
    assertEquals(1, config("set", "--over", "1", file("{}\n")));
    assertTrue(err.toString().contains("version 2 of "), err.toString());
  }

  @Test
  void what_needs_a_deployment_is_named_with_what_to_do() throws Exception {
    assertEquals(
        0, config("set", file("storage: {audit_table_name: other, retention_period: 9d}\n")));
    assertTrue(
        err.toString().startsWith("a deployment is needed for storage.audit_table_name: "),
        err.toString());
    assertTrue(err.toString().contains("cdk deploy -c tapevault:tableName="), err.toString());
  }

  @Test
  void the_parameter_and_the_key_are_those_that_the_stack_names() throws Exception {
    aws.deploy("Other", Map.of("ConfigParameter", "/somewhere/else", "KeyArn", "arn:other"));
    assertEquals(0, configOf("Other", "set", file("{}\n")));
    assertEquals("/somewhere/else arn:other", aws.lastPut());
    assertEquals(1, config("get"));
  }

  @Test
  void a_stack_that_is_not_there_or_not_ours_or_may_not_be_seen_is_said() {
    assertEquals(1, configOf("None", "get"));
    assertTrue(err.toString().contains("the stack None"), err.toString());
    assertTrue(err.toString().contains("does not exist"), err.toString());
    aws.deploy("Foreign", Map.of("Bucket", "b"));
    assertEquals(1, configOf("Foreign", "get"));
    assertTrue(err.toString().contains("it is none of Tapevault's"), err.toString());
    aws.denied = "DescribeStacks";
    assertEquals(1, config("get"));
    assertTrue(
        err.toString().contains("cloudformation:DescribeStacks is not permitted on the stack"),
        err.toString());
  }

  @Test
  void what_is_not_used_rightly_is_said() {
    assertEquals(2, config("get", "--data", "x"));
    assertEquals(2, configOf("a_b", "get"));
    assertTrue(err.toString().startsWith("Invalid value for option '--vault': "), err.toString());
  }
}
