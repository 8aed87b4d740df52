package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalConfigTest {

  private static final Path DATA = Path.of("data");

  @TempDir private Path folder;

  @Test
  void a_whole_file_is_read_whole() throws Exception {
    LocalConfig config =
        read(
            """
            storage:
              audit_events_uri: sqlite:///var/lib/tapevault/events.db
              audit_sessions_uri: file:///var/lib/tapevault/recordings
              retention_period: 30d
            forward:
              - name: soc
                webhook: https://siem.example.com/events
                secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
              - name: here
                webhook: http://127.0.0.1:9000/
            """);
    assertEquals(
        new LocalConfig(
            Path.of("/var/lib/tapevault/events.db"),
            URI.create("file:///var/lib/tapevault/recordings"),
            new Retention.For(Duration.ofDays(30)),
            List.of(
                SinkSpec.webhook(
                    "soc",
                    URI.create("https://siem.example.com/events"),
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                SinkSpec.webhook("here", URI.create("http://127.0.0.1:9000/"), null))),
        config);
    assertEquals("[soc, here]", config.siems().toString());
  }

  @Test
  void everything_may_be_left_out() throws Exception {
    for (String text :
        List.of("", "# nothing\n", "storage:\nforward:\n", "storage: {}\nforward: []\n", "{}")) {
      assertEquals(LocalConfig.defaults(DATA), read(text), text);
    }
  }

  @Test
  void retention_is_a_duration_or_zero_or_forever() throws Exception {
    assertEquals(Retention.DEFAULT, read("storage: {retention_period: 0}").retention());
    assertEquals(new Retention.Forever(), read("storage: {retention_period: forever}").retention());
    assertEquals(
        new Retention.For(Duration.ofHours(24)),
        read("storage: {retention_period: 24h}").retention());
  }

  @Test
  void the_example_of_the_documentation_is_good() throws Exception {
    String text = Files.readString(Samples.ROOT.resolve("docs/how-to/local.md"));
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    assertEquals(
        "[soc]", read(text.substring(start, text.indexOf("```", start))).siems().toString());
  }

  @Test
  void every_fault_is_named_at_once() {
    List<String> faults =
        faults(
            """
            storage:
              audit_events_uri: dynamodb://table
              audit_sessions_uri: s3://bucket
              retention_period: a while
              region: eu-west-1
            forward:
              - name: soc
                webhook: ftp://siem
              - name: soc
                webhook: http://siem.example.com
                token: x
              - webhook: https://siem.example.com
                secret: short
              - name: two
                webhook: https://siem.example.com#whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
            logs: {}
            """);
    List<String> expected =
        List.of(
            "line 16: the file has 'logs'",
            "line 5: storage has 'region'",
            "line 2: storage.audit_events_uri is no sqlite:///path/to/file",
            "line 3: storage.audit_sessions_uri is no file:///folder",
            "line 4: storage.retention_period is no duration such as 365d",
            "line 8: forward[0].webhook: the address is not https",
            "line 11: forward[1].token: it is none of [allow, name, secret, webhook]",
            "line 12: forward[2].name: a SIEM needs a name",
            "line 15: forward[3].webhook: the address names no host, or has a user or a '#'");
    assertEquals(expected.size(), faults.size(), faults::toString);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          expected.get(i),
          faults.get(i).substring(0, Math.min(expected.get(i).length(), faults.get(i).length())));
    }
  }

  @Test
  void a_value_of_another_kind_or_an_empty_secret_is_a_fault() {
    for (String secret :
        List.of("''", "", "[whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]", "{a: b}", "7")) {
      List<String> faults =
          faults("forward: [{name: soc, webhook: 'http://127.0.0.1:9/x', secret: " + secret + "}]");
      assertEquals(1, faults.size(), faults::toString);
      assertTrue(faults.getFirst().startsWith("line 1: forward[0].secret: it is "), secret);
    }
    for (String entry :
        List.of(
            "name: [soc]", "name: 7", "name:", "webhook: [x]", "webhook: 7", "allow: [10.0.0.1]")) {
      String whole = entry.startsWith("name") ? entry : "name: soc, " + entry;
      String address = entry.startsWith("webhook") ? "" : ", webhook: 'https://siem.example'";
      List<String> faults = faults("forward: [{" + whole + address + "}]");
      String member = entry.substring(0, entry.indexOf(':'));
      assertTrue(faults.getFirst().startsWith("line 1: forward[0]." + member), faults::toString);
    }
    assertEquals(
        1, faults("forward: [soc]\n").stream().filter(x -> x.contains("no mapping")).count());
  }

  @Test
  void a_value_of_the_storage_that_is_of_another_kind_is_a_fault() {
    for (String member : List.of("audit_events_uri", "audit_sessions_uri", "retention_period")) {
      for (String value : List.of("['sqlite:///data/e.db']", "{a: b}", "true", "7.5", "''")) {
        List<String> faults = faults("storage:\n  " + member + ": " + value + "\n");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
            faults.getFirst().startsWith("line 2: storage." + member + " is "), faults::toString);
      }
    }
    List<String> both =
        faults(
            "storage: {audit_events_uri: ['sqlite:///data/e.db'], audit_sessions_uri: ['file:///data/r']}");
    assertEquals(2, both.size(), both::toString);
  }

  @Test
  void no_message_repeats_a_secret_or_a_token() {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    for (String mistake :
        List.of(
            "forward: [{name: soc, webhook: 'https://siem.example', secret " + secret + "}]",
            "forward:\n  - name: soc\n    webhook: https://siem.example\n    secret: '" + secret,
            "forward:\n  - name: soc\n    secret: " + secret + "\n   webhook: x\n",
            "forward:\n  - secret: *" + secret + "\n",
            "forward:\n  - {name: soc, webhook: 'https://siem.example', secret: " + secret + "x}",
            "forward:\n  - {name: soc, webhook: 'ftp://siem.example/" + secret + "'}",
            "forward:\n  - {name: soc, webhook: 'https://u:" + secret + "@siem.example'}",
            "forward:\n  - {name: soc, webhook: 'https://10.0.0.1/" + secret + "'}",
            "forward:\n  - {name: soc, webhook: 'https://siem.example/" + secret + " x'}",
            "forward:\n  - {name: soc, webhook: 'https://siem.example', " + secret + ": 7}",
            secret + ": x",
            "storage: {" + secret + ": x}",
            "storage: {audit_sessions_uri: 's3://key:" + secret + "@bucket'}",
            "storage: {audit_sessions_uri: 'file:///a b" + secret + "'}",
            "storage: {audit_events_uri: " + secret + "}",
            "storage: {retention_period: " + secret + "}")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> read(mistake), mistake);
      StringWriter trace = new StringWriter();
      refused.printStackTrace(new PrintWriter(trace));
      assertFalse(trace.toString().contains("MfKQ"), trace.toString());
      assertTrue(refused.toString().contains("config.yaml"), refused.toString());
    }
  }

  @Test
  void where_a_file_is_no_yaml_is_said() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> read("storage: {}\nforward: []\nstorage: {}\n"))
            .toString();
    assertTrue(message.contains("is not YAML: line 3, column "), message);
  }

  @Test
  void a_part_of_another_shape_is_a_fault() {
    assertEquals(1, faults("storage: sqlite\n").size());
    assertEquals(1, faults("forward: {name: soc}\n").size());
    assertEquals(1, faults("- storage\n").size());
  }

  @Test
  void what_is_not_yaml_is_said_with_the_file() throws Exception {
    for (String text : List.of("storage: [", "a: 1\n\tb: 2\n", "storage: {}\nstorage: {}\n")) {
      Path file = Files.writeString(folder.resolve("bad.yaml"), text);
      String message =
          assertThrows(IllegalArgumentException.class, () -> LocalConfig.read(file, DATA))
              .toString();
      assertTrue(message.contains(file + " is not YAML: "), message);
    }
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Path file = folder.resolve("none.yaml");
    NoSuchFileException missing =
        assertThrows(NoSuchFileException.class, () -> LocalConfig.read(file, DATA));
    assertEquals(file.toString(), missing.getFile());
  }

  private LocalConfig read(String yaml) throws IOException {
    return LocalConfig.read(Files.writeString(folder.resolve("config.yaml"), yaml), DATA);
  }

  private List<String> faults(String yaml) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage());
    return List.of(message.substring(message.indexOf("  - ") + 4).split("\n  - ", -1));
  }
}
