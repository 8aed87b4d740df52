package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.settings.Retention;
import java.io.IOException;
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
                new LocalConfig.Siem(
                    "soc",
                    URI.create("https://siem.example.com/events"),
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                new LocalConfig.Siem("here", URI.create("http://127.0.0.1:9000/"), null))),
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
            "the file has 'logs'",
            "storage has 'region'",
            "storage.audit_events_uri is 'dynamodb://table'",
            "storage.audit_sessions_uri is 's3://bucket'",
            "storage.retention_period: ",
            "forward[0].webhook is 'ftp://siem'",
            "forward[1] has 'token'",
            "forward[1].name is 'soc'",
            "forward[1]: the address of the webhook is not https",
            "forward[2].name is ''",
            "forward[2]: a secret of the webhook is not whsec_",
            "forward[3].webhook has a '#'");
    assertEquals(expected.size(), faults.size(), faults::toString);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          expected.get(i),
          faults.get(i).substring(0, Math.min(expected.get(i).length(), faults.get(i).length())));
    }
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
