package io.tapevault.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.configuration.Configuration.Version;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryConfiguration;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InForceTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryConfiguration kept = new MemoryConfiguration(clock);
  private final EventLog log = new MemoryEventLog(clock, new Retention.Forever());
  private final List<String> warnings = new ArrayList<>();

  private static final class Anywhere implements ConfigReader.Place {
    @Override
    public void events(String uri) {}

    @Override
    public void recordings(String uri) {}

    @Override
    public void siem(SinkSpec siem) {}
  }

  @Test
  void where_there_never_was_a_document_nobody_is_warned() throws Exception {
    InForce settings = load(kept);
    settings.look(log);
    assertEquals("0", settings.now().version());
    assertEquals(List.of(), warnings);
    assertEquals(List.of(), events());
  }

  @Test
  void every_change_is_one_event_that_says_who_when_and_what() throws Exception {
    put("storage: {retention_period: 10d}\nforward: [{name: soc, webhook: x, secret: abc}]\n");
    InForce settings = load(kept);
    settings.look(log);
    clock.move(Duration.ofMinutes(1));
    put("session_recording: off\nforward: [{name: soc, webhook: y, secret: abc, pause: true}]\n");
    settings.look(log);
    settings.look(log);
    List<Map<String, Object>> events = events();
    assertEquals(2, events.size());
    Map<String, Object> change = events.getLast();
    change.keySet().removeAll(Set.of("uid", "sha256"));
    assertEquals(
        Map.of(
            "event", "tapevault.config.change",
            "code", "TVC01I",
            "time", "2026-11-01T12:01:02Z",
            "user", "somebody",
            "version", "2",
            "previous", "1",
            "changed",
                List.of(
                    Map.of("name", "forward.soc.pause", "to", "true"),
                    Map.of("name", "forward.soc.webhook"),
                    Map.of("name", "session_recording", "to", "off"),
                    Map.of("name", "storage.retention_period", "from", "10d")),
            "waits_for_restart", List.of()),
        change);
    assertFalse(events.toString().contains("abc"), events::toString);
  }

  @Test
  void a_wrong_document_is_refused_as_a_whole_and_the_last_good_one_stays() throws Exception {
    put("session_recording: proxy\n");
    InForce settings = load(kept);
    VaultConfig good = settings.now().config();
    put("session_recording: off\nstorage: {retention_period: soon}\n");
    settings.look(log);
    settings.look(log);
    assertEquals("1", settings.now().version());
    assertEquals(good, settings.now().config());
    assertEquals(
        List.of(
            "line 2: storage.retention_period is no duration such as 365d, nor the word forever"),
        settings.refused());
    Map<String, Object> refused = events().getLast();
    assertEquals("tapevault.config.refused", refused.get("event"));
    assertEquals(settings.refused(), refused.get("faults"));
    assertEquals(2, events().size());
    assertEquals(1, warnings.size(), warnings::toString);
    put("session_recording: off\n");
    settings.look(log);
    assertEquals("3", settings.now().version());
    assertEquals(List.of(), settings.refused());
  }

  @Test
  void what_cannot_be_put_to_use_is_refused_and_taken_back_from_all() throws Exception {
    put("listen: 1\n");
    InForce settings = load(kept);
    List<@Nullable Integer> taken = new ArrayList<>();
    settings.add(config -> taken.add(config.listen()));
    settings.add(config -> {
      if (Integer.valueOf(2).equals(config.listen())) {
        throw new IllegalStateException("2 is taken");
      }
    });
    put("listen: 2\n");
    settings.look(log);
    assertEquals("1", settings.now().version());
    assertEquals(List.of(2, 1), taken);
    assertEquals(List.of("2 is taken"), settings.refused());
    assertEquals(
        List.of("tapevault.config.change", "tapevault.config.refused"),
        events().stream().map(event -> event.get("event")).toList());
  }

  @Test
  void the_last_good_version_is_in_force_after_a_start_with_a_wrong_one() throws Exception {
    put("listen: 1\n");
    put("listen: 2\n");
    put("listen: two\n");
    InForce settings = load(kept);
    assertEquals("2", settings.now().version());
    assertEquals(1, settings.refused().size());
    settings.look(log);
    assertEquals(3, events().size());
  }

  @Test
  void a_start_tells_what_was_told_before_and_it_is_stored_once() throws Exception {
    InForce settings = load(kept);
    for (int i = 1; i <= 130; i++) {
      put("listen: " + i + "\n");
      settings.look(log);
      assertEquals(i, settings.now().config().listen());
    }
    load(kept).look(log);
    load(kept).look(log);
    assertEquals(130, events().size());
  }

  @Test
  void versions_that_came_while_nobody_looked_are_events_too() throws Exception {
    InForce settings = load(kept);
    for (int i = 1; i <= 5; i++) {
      put("listen: " + i + "\n");
    }
    settings.look(log);
    assertEquals(
        List.of("1", "2", "3", "4", "5"),
        events().stream().map(event -> event.get("version")).toList());
  }

  @Test
  void an_event_that_the_log_does_not_take_is_told_later() throws Exception {
    InForce settings = load(kept);
    put("listen: 1\n");
    FaultyEventLog faulty = new FaultyEventLog(log).failing().failingAfterPersisting();
    settings.look(faulty);
    assertEquals("1", settings.now().version());
    settings.look(faulty);
    settings.look(faulty);
    assertEquals(1, events().size());
  }

  @Test
  void a_place_that_cannot_be_read_changes_nothing_and_is_said_once() throws Exception {
    put("listen: 1\n");
    Unreachable place = new Unreachable(kept);
    InForce settings = load(place);
    place.reachable = false;
    settings.look(log);
    settings.look(log);
    assertEquals("1", settings.now().version());
    assertEquals(List.of("the configuration cannot be read: gone"), warnings);
    place.reachable = true;
    put("listen: 2\n");
    settings.look(log);
    assertEquals("2", settings.now().version());
  }

  @Test
  void what_waits_for_a_restart_is_named_until_then() throws Exception {
    put("listen: 1\n");
    InForce settings = load(kept);
    settings.add(config -> {});
    put("listen: 2\nsession_recording: off\n");
    settings.look(log);
    assertEquals(Set.of("listen"), settings.waiting());
    assertEquals(List.of("listen"), events().getLast().get("waits_for_restart"));
    assertTrue(warnings.getFirst().contains("[listen] waits for a restart"), warnings::toString);
    assertEquals(Set.of(), load(kept).waiting());
    put("listen: 1\n");
    settings.look(log);
    assertEquals(Set.of(), settings.waiting());
  }

  private void put(String document) {
    clock.move(Duration.ofSeconds(1));
    kept.put(document);
  }

  private InForce load(Configuration place) {
    return InForce.load(place, new ConfigReader(new Anywhere()), Set.of("listen"), warnings::add);
  }

  private List<Map<String, Object>> events() throws Exception {
    List<Map<String, Object>> events = new ArrayList<>();
    for (StoredEvent event :
        log.search(
                new EventQuery(
                    Instant.EPOCH,
                    NOON.plus(Duration.ofDays(1)),
                    Set.of(),
                    EventQuery.Order.ASCENDING),
                null,
                1000)
            .events()) {
      events.add(
          new TreeMap<>(
              JSON.readValue(event.event().json(), new TypeReference<Map<String, Object>>() {})));
    }
    return events;
  }

  private static final class Unreachable implements Configuration {
    private final Configuration place;
    private boolean reachable = true;

    Unreachable(Configuration place) {
      this.place = place;
    }

    private Configuration there() {
      if (!reachable) {
        throw new Unavailable("gone");
      }
      return place;
    }

    @Override
    public Current current() {
      return there().current();
    }

    @Override
    public Replaced replace(String document, @Nullable String expected) {
      return there().replace(document, expected);
    }

    @Override
    public Stream<Version> history() {
      return there().history();
    }
  }
}
