package io.tapevault.local;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig.SessionRecording;
import io.tapevault.local.config.LocalPlace;
import io.tapevault.local.config.WatchedConfig;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.ConfigurationContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What people, editors and containers really do to a file of settings, while the vault runs.
@Timeout(120)
// A test mostly waits until somebody looks at the file.
@Execution(ExecutionMode.CONCURRENT)
final class ConfigCasesTest {

  private static final String CHANGES = "/v1/events?type=tapevault.config.change";
  private static final String REFUSALS = "/v1/events?type=tapevault.config.refused";

  @TempDir private Path folder;
  private Path file = Path.of("");
  private InForce settings = InForce.fixed(io.tapevault.configuration.VaultConfig.DEFAULT);
  private AutoCloseable running = () -> {};
  private Client client = new Client(java.net.URI.create("http://127.0.0.1"));

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("tv.yaml");
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  @Test
  void config_by_swapped_links() throws Exception {
    mount("..1", "10d");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(file, Path.of("..data/tv.yaml"));
    start();
    swap("..1", "..2", "20d");
    swap("..2", "..3", "30d");
    assertEquals(3, awaitEvents(CHANGES, 3).size());
  }

  private void mount(String name, String retention) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.writeString(made.resolve("tv.yaml"), retention(retention));
  }

  private void swap(String before, String next, String retention) throws Exception {
    mount(next, retention);
    Files.createSymbolicLink(folder.resolve("..tmp"), Path.of(next));
    Files.move(folder.resolve("..tmp"), folder.resolve("..data"), ATOMIC_MOVE);
    Files.delete(folder.resolve(before).resolve("tv.yaml"));
    Files.delete(folder.resolve(before));
    awaitRetention(retention);
  }

  @Test
  void config_gone_for_a_moment() throws Exception {
    start("10d");
    Files.delete(file);
    Thread.sleep(2_000);
    assertEquals(days("10d"), settings.now().config().storage().retention());
    Files.writeString(file, retention("20d"));
    awaitRetention("20d");
    Files.move(Files.writeString(folder.resolve("new"), retention("30d")), file, ATOMIC_MOVE);
    awaitRetention("30d");
    assertEquals(3, awaitEvents(CHANGES, 3).size());
  }

  @Test
  void config_same_length_same_time() throws Exception {
    start("365d");
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, retention("180d"));
    Files.setLastModifiedTime(file, time);
    awaitRetention("180d");
  }

  @Test
  void config_longer_than_its_home() throws Exception {
    start("10d");
    for (int length : List.of(4_096, 4_097, 8_192)) {
      String document = ConfigurationContract.ofLength(length);
      Files.writeString(file, document);
      String version = Integer.toString(2 + List.of(4_096, 4_097, 8_192).indexOf(length));
      await("version " + version, () -> settings.now().version().equals(version));
    }
    Files.writeString(file, ConfigurationContract.ofLength(8_193));
    JsonNode refused = awaitEvents(REFUSALS, 1).getFirst();
    assertTrue(
        refused.path("faults").path(0).asText().startsWith("the document has 8193 bytes"),
        refused::toString);
    assertEquals("4", settings.now().version());
  }

  @Test
  void config_words_that_yaml_changes() {
    ConfigReader reader = new ConfigReader(new LocalPlace());
    Judged.Right off =
        assertInstanceOf(Judged.Right.class, reader.read("session_recording: off\n"));
    assertEquals(SessionRecording.OFF, off.config().nodes().mode());
    Judged.Right on =
        assertInstanceOf(
            Judged.Right.class,
            reader.read(
                """
                forward:
                  - {name: on, webhook: 'https://a.example'}
                  - {name: '0123', webhook: 'https://a.example'}
                """));
    assertEquals("on", on.config().siems().getFirst().spec().name());
    assertEquals("0123", on.config().siems().getLast().spec().name());
    Judged.Wrong wrong =
        assertInstanceOf(
            Judged.Wrong.class,
            reader.read(
                """
                storage:
                  region: no
                  retention_period: 12:30
                forward:
                  - {name: 0123, webhook: 'https://a.example'}
                  - {name: 1e3, webhook: 'https://a.example'}
                  - {name: null, webhook: 'https://a.example'}
                forward: []
                sinks: []
                sinks: []
                """));
    String number = "name: it is no text; a number or true has to stand in quotes";
    assertEquals(
        List.of(
            "line 2: storage has 'region', which is none of [audit_events_uri,"
                + " audit_sessions_uri, audit_table_name, retention, retention_period]",
            "line 3: storage.retention_period is no duration such as 365d, nor the word forever",
            "line 5: forward[0]." + number,
            "line 6: forward[1]." + number,
            "line 7: forward[2].name: a SIEM needs a name of 1 to 64 letters, digits, '_', '.'"
                + " and '-'",
            "line 8: 'forward' stands here a second time; the first is in line 4",
            "line 9: the document has 'sinks', which is none of [forward, limits, listen, nodes,"
                + " session_recording, storage]",
            "line 10: 'sinks' stands here a second time; the first is in line 9"),
        wrong.faults());
  }

  @Test
  void config_change_that_needs_a_restart() throws Exception {
    try (Siem siem = Siem.start(batch -> 204)) {
      Files.writeString(file, forward(siem, true));
      start();
      send(0, 3);
      Files.writeString(file, forward(siem, false) + "listen: 1234\n");
      assertEquals(List.of("u0", "u1", "u2"), siem.await(3).subList(1, 4));
      assertEquals(Set.of("listen"), settings.waiting());
      JsonNode change = awaitEvents(CHANGES, 2).getLast();
      assertEquals("[\"listen\"]", change.path("waits_for_restart").toString());
      assertEquals(200, client.get("/healthz").status());
    }
  }

  @Test
  void a_paused_siem_gets_later_what_came_meanwhile() throws Exception {
    try (Siem siem = Siem.start(batch -> 204)) {
      Files.writeString(file, forward(siem, false));
      start();
      send(0, 3);
      siem.await(4);
      Files.writeString(file, forward(siem, true));
      await("the pause", () -> settings.now().version().equals("2"));
      send(3, 6);
      Thread.sleep(1_000);
      int before = siem.uids().size();
      assertTrue(!siem.uids().contains("u3"), siem.uids()::toString);
      Files.writeString(file, forward(siem, false) + "# again\n");
      List<String> after = siem.await(before + 3);
      assertTrue(after.containsAll(List.of("u3", "u4", "u5")), after::toString);
    }
  }

  @Test
  void a_new_folder_of_recordings_is_made_and_used_at_once() throws Exception {
    start("10d");
    Path other = folder.resolve("other/recordings");
    Files.writeString(file, "storage: {audit_sessions_uri: '" + other.toUri() + "'}\n");
    await("the folder", () -> Files.isDirectory(other));
    await("the change", () -> settings.now().version().equals("2"));
    byte[] recording =
        Files.readAllBytes(
            Samples.ROOT.resolve(
                "events-samples/recordings/80d9ca77-93af-443f-b33c-6fc55bd1a147.2018.tar"));
    client.upload("80d9ca77-93af-443f-b33c-6fc55bd1a147", recording);
    assertTrue(Files.exists(other.resolve("80d9ca77-93af-443f-b33c-6fc55bd1a147.tar")));
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused_and_nothing_of_the_document_is_in_force()
      throws Exception {
    start("10d");
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    Files.writeString(
        file,
        "storage: {retention_period: 20d, audit_sessions_uri: '"
            + taken.resolve("recordings").toUri()
            + "'}\n");
    JsonNode refused = awaitEvents(REFUSALS, 1).getFirst();
    assertTrue(refused.toString().contains("audit_sessions_uri"), refused::toString);
    assertEquals(days("10d"), settings.now().config().storage().retention());
  }

  @Test
  void a_limit_holds_at_once() throws Exception {
    start("10d");
    send(0, 3);
    Files.writeString(file, "limits: {events_per_request: 2}\n");
    await("the limit", () -> settings.now().version().equals("2"));
    client
        .post("/v1/events", String.join("\n", events(3, 6)))
        .assertProblem(413, "too-many-events");
    send(6, 8);
  }

  @Test
  void a_node_hears_of_a_change_as_soon_as_it_is_in_force() throws Exception {
    start("10d");
    Client.Answer first = client.get("/v1/config");
    String tag = first.headers().firstValue("etag").orElseThrow();
    Client.Answer same = client.send("GET", "/v1/config", new byte[0], "If-None-Match", tag);
    assertEquals(304, same.status());
    assertEquals(0, same.bytes().length);
    Files.writeString(file, "session_recording: proxy\n");
    Client.Answer changed =
        client.send("GET", "/v1/config?wait=25s", new byte[0], "If-None-Match", tag);
    assertEquals(200, changed.status());
    assertEquals(
        Samples.json(
            "{\"version\":\"2\",\"session_recording\":\"proxy\",\"upload\":{\"parallel\":4},"
                + "\"grace_period\":\"24h\",\"keep_for\":\"0s\"}"),
        changed.json());
  }

  private void start(String retention) throws IOException {
    Files.writeString(file, retention(retention));
    start();
  }

  // New content stands still for a tenth of a second, twenty times as fast as in life.
  private void start() throws IOException {
    Instant begin = Instant.now();
    InstantSource fast = () -> begin.plus(Duration.between(begin, Instant.now()).multipliedBy(20));
    Path data = folder.resolve("data");
    settings = WatchedConfig.load(file, data, fast);
    LocalVault vault = LocalVault.start(settings, data, 0, null);
    running = vault;
    client = new Client(vault.uri());
  }

  private void awaitRetention(String period) throws InterruptedException {
    await(period, () -> days(period).equals(settings.now().config().storage().retention()));
  }

  /// Within 30 s.
  private static void await(String what, BooleanSupplier there) throws InterruptedException {
    for (int i = 0; i < 300 && !there.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertTrue(there.getAsBoolean(), what);
  }

  private List<JsonNode> awaitEvents(String path, int count) throws Exception {
    for (int i = 0; i < 300 && client.search(path, 100).size() < count; i++) {
      Thread.sleep(100);
    }
    return client.search(path, 100);
  }

  private void send(int from, int to) throws Exception {
    assertEquals(200, client.post("/v1/events", String.join("\n", events(from, to))).status());
  }

  private static List<String> events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"event\":\"x\",\"uid\":\"u" + i + "\"}")
        .toList();
  }

  private static String forward(Siem siem, boolean paused) {
    return "forward:\n  - {name: soc, webhook: 'http://127.0.0.1:"
        + siem.port()
        + "/events', pause: "
        + paused
        + "}\n";
  }

  private static Retention days(String period) {
    return Retention.parse(period);
  }

  private static String retention(String period) {
    return "storage: {retention_period: " + period + "}\n";
  }
}
