package io.tapevault.local.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.configuration.VaultConfig.Alarms;
import io.tapevault.configuration.VaultConfig.Limits;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.configuration.VaultConfig.SessionRecording;
import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.configuration.VaultConfig.Storage;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.Samples;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
                pause: true
              - name: here
                webhook: http://127.0.0.1:9000/
            session_recording: off
            nodes:
              audit_sessions_uri: file:///mnt/recordings
              upload: {parallel: 2, max_bytes_per_second: 1000000}
              grace_period: 12h
              keep_for: 7d
              silent_after: 10m
              missing_after: 48h
            limits: {events_per_request: 500}
            listen: 9000
            """);
    assertEquals(
        new LocalConfig(
            Path.of("/var/lib/tapevault/events.db"),
            URI.create("file:///var/lib/tapevault/recordings"),
            new VaultConfig(
                9000,
                new Storage(
                    "sqlite:///var/lib/tapevault/events.db",
                    "file:///var/lib/tapevault/recordings",
                    new Retention.For(Duration.ofDays(30))),
                new Nodes(
                    SessionRecording.OFF,
                    "file:///mnt/recordings",
                    2,
                    1_000_000L,
                    Duration.ofHours(12),
                    Duration.ofDays(7),
                    new Alarms(Duration.ofMinutes(10), Duration.ofHours(48))),
                new Limits(500),
                List.of(
                    new Siem(
                        SinkSpec.webhook(
                            "soc",
                            URI.create("https://siem.example.com/events"),
                            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        true),
                    new Siem(
                        SinkSpec.webhook("here", URI.create("http://127.0.0.1:9000/"), null),
                        false)))),
        config);
  }

  @Test
  void everything_may_be_left_out() throws Exception {
    for (String text :
        List.of("# nothing\n", "storage:\nforward:\n", "storage: {}\nforward: []\n", "{}")) {
      assertEquals(LocalConfig.defaults(DATA), read(text), text);
    }
  }

  @Test
  void retention_is_a_duration_or_zero_or_forever() throws Exception {
    assertEquals(
        Retention.DEFAULT, read("storage: {retention_period: 0}").vault().storage().retention());
    assertEquals(
        new Retention.Forever(),
        read("storage: {retention_period: forever}").vault().storage().retention());
    assertEquals(
        new Retention.For(Duration.ofHours(24)),
        read("storage: {retention_period: 24h}").vault().storage().retention());
  }

  @Test
  void the_example_of_the_documentation_is_good() throws Exception {
    String text = Files.readString(Samples.ROOT.resolve("docs/how-to/local.md"));
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    assertEquals(
        "soc",
        read(text.substring(start, text.indexOf("```", start))).siems().getFirst().spec().name());
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
            "line 2: storage.audit_events_uri is no sqlite:///path/to/file",
            "line 3: storage.audit_sessions_uri is no file:///folder",
            "line 4: storage.retention_period is no duration such as 365d",
            "line 5: storage has 'region'",
            "line 8: forward[0].webhook: the address is not https",
            "line 11: forward[1].token: it is none of [allow, begin, ca, certificate, filter, format, headers, key, name, redact, secret, webhook]",
            "line 12: forward[2].name: a SIEM needs a name",
            "line 15: forward[3].webhook: the address names no host, or has a user or a '#'",
            "line 16: the document has 'logs'");
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
        List.of("''", "null", "[whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]", "{a: b}", "7")) {
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
      String refused = faults(mistake).toString();
      assertFalse(refused.contains("MfKQ"), refused);
    }
  }

  @Test
  void a_part_of_another_shape_is_a_fault() {
    assertEquals(1, faults("storage: sqlite\n").size());
    assertEquals(1, faults("forward: {name: soc}\n").size());
    assertEquals(1, faults("- storage\n").size());
  }

  @Test
  void a_wrong_file_is_refused_at_the_start_with_its_name_and_every_fault() throws Exception {
    Path file =
        Files.writeString(folder.resolve("bad.yaml"), "storage: {}\nstorage: {}\nlogs: 7\n");
    still(file);
    assertEquals(
        file
            + ":\n  - line 2: 'storage' stands here a second time; the first is in line 1"
            + "\n  - line 3: the document has 'logs', which is none of"
            + " [forward, limits, listen, nodes, session_recording, storage]",
        assertThrows(IllegalArgumentException.class, () -> WatchedConfig.load(file, folder))
            .getMessage());
  }

  @Test
  void the_last_good_settings_survive_a_restart_with_a_wrong_file() throws Exception {
    Path file = Files.writeString(folder.resolve("tv.yaml"), "storage: {retention_period: 10d}\n");
    still(file);
    assertEquals("1", WatchedConfig.load(file, folder).now().version());
    Files.writeString(file, "storage: {retention_period: ten}\n");
    assertEquals("1", WatchedConfig.load(file, folder).now().version());
    Files.delete(file);
    assertEquals(
        new Retention.For(Duration.ofDays(10)),
        WatchedConfig.load(file, folder).now().config().storage().retention());
  }

  private static void still(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Path file = folder.resolve("none.yaml");
    NoSuchFileException missing =
        assertThrows(NoSuchFileException.class, () -> WatchedConfig.load(file, folder));
    assertEquals(file.toString(), missing.getFile());
  }

  private static LocalConfig read(String yaml) {
    Judged.Right right = assertInstanceOf(Judged.Right.class, judged(yaml), yaml);
    return LocalConfig.of(right.config(), DATA);
  }

  private static List<String> faults(String yaml) {
    return assertInstanceOf(Judged.Wrong.class, judged(yaml), yaml).faults();
  }

  private static Judged judged(String yaml) {
    return new ConfigReader(new LocalPlace()).read(yaml);
  }
}
