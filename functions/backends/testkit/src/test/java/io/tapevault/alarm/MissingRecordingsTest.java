package io.tapevault.alarm;

import static io.tapevault.alarm.WatchedVault.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.alarm.MissingRecordings.Looked;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.configuration.VaultConfig.SessionRecording;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.session.SessionsInLog;
import io.tapevault.testkit.contract.FaultyEventLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MissingRecordingsTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final WatchedVault vault = new WatchedVault();

  private void start(String sid, String more) {
    vault.sent(
        "{\"event\":\"session.start\",\"sid\":\"%s\",\"ei\":0,\"time\":\"%s\"%s}"
            .formatted(sid, vault.now(), more));
  }

  private void end(String sid, String more) {
    vault.sent(
        "{\"event\":\"session.end\",\"sid\":\"%s\",\"ei\":9,\"time\":\"%s\"%s}"
            .formatted(sid, vault.now(), more));
  }

  private List<Map<String, String>> told() {
    return vault.told(Set.of("recording.missing"), "sid", "time");
  }

  private NoRecording state(String sid) {
    return NoRecording.of(
        sid,
        new SessionsInLog(vault.kept, vault.clock).find(sid).orElseThrow(),
        vault.register,
        vault.now());
  }

  @Test
  void nothing_was_recorded() {
    start("off", ",\"session_recording\":\"off\"");
    end("off", "");
    start("gone", "");
    end("gone", ",\"session_recording\":\"node\"");
    vault.pass(DAY.minusMinutes(1));
    start("live", "");
    vault.pass(Duration.ofMinutes(1));
    assertEquals(
        List.of(NoRecording.NOT_RECORDED, NoRecording.RUNNING, NoRecording.MISSING),
        List.of(state("off"), state("live"), state("gone")));
    for (int i = 0; i < 3; i++) {
      assertEquals(new Looked(0, 1, true), vault.lookForRecordings());
      vault.pass(Duration.ofHours(1));
    }
    assertEquals(List.of(Map.of("sid", "gone", "time", NOON.plus(DAY).toString())), told());
  }

  @Test
  void until_a_day_has_passed_it_is_awaited() {
    end("s1", "");
    vault.pass(DAY.minusSeconds(1));
    assertEquals(NoRecording.AWAITED, state("s1"));
    assertEquals(new Looked(1, 0, true), vault.lookForRecordings());
    assertEquals(List.of(), told());
  }

  @Test
  void what_has_arrived_is_not_missing_and_what_was_missing_is_cleared_by_its_arrival()
      throws Exception {
    end("by-event", "");
    end("by-object", "");
    end("late", "");
    vault.sent(
        "{\"event\":\"session.upload\",\"sid\":\"by-event\",\"ei\":2147483647,\"uid\":\"u\"}");
    vault.store.write(
        new ObjectKey.Recording(new SessionId("by-object")), out -> out.write(new byte[9]));
    vault.pass(DAY);
    assertEquals(new Looked(0, 1, true), vault.lookForRecordings());
    assertEquals(NoRecording.MISSING, state("late"));
    vault.store.write(
        new ObjectKey.Recording(new SessionId("late")), out -> out.write(new byte[9]));
    assertEquals(new Looked(0, 0, true), vault.lookForRecordings());
    assertEquals(List.of("late"), told().stream().map(event -> event.get("sid")).toList());
  }

  @Test
  void what_is_told_late_has_an_hour_for_its_recording_to_come_too() {
    vault.sent(
        "{\"event\":\"session.end\",\"sid\":\"s1\",\"ei\":9,\"time\":\"2026-09-01T00:00:00Z\"}");
    assertEquals(NoRecording.MISSING, state("s1"));
    assertEquals(new Looked(1, 0, true), vault.lookForRecordings());
    vault.pass(Duration.ofHours(1));
    assertEquals(new Looked(0, 1, true), vault.lookForRecordings());
    assertEquals(1, told().size());
  }

  @Test
  void the_same_end_again_changes_nothing() {
    String end =
        "{\"event\":\"session.end\",\"sid\":\"s1\",\"ei\":9,\"time\":\"%s\"}".formatted(NOON);
    for (int i = 0; i < 30; i++) {
      vault.sent(end);
      vault.lookForRecordings();
      vault.pass(Duration.ofHours(1));
    }
    assertEquals(1, told().size());
  }

  @Test
  void what_broke_off_is_told_by_the_next_look_and_still_once() {
    end("s1", "");
    vault.pass(DAY);
    assertThrows(
        Unavailable.class,
        () -> vault.lookForRecordings(new FaultyEventLog(vault.kept).working().failing()));
    assertThrows(
        Unavailable.class,
        () ->
            vault.lookForRecordings(
                new FaultyEventLog(vault.kept).working().failingAfterPersisting()));
    vault.pass(DAY);
    for (int i = 0; i < 2; i++) {
      assertEquals(new Looked(0, 1, true), vault.lookForRecordings());
      vault.pass(DAY);
    }
    assertEquals(List.of(Map.of("sid", "s1", "time", NOON.plus(DAY).toString())), told());
  }

  @Test
  void where_nobody_records_and_what_never_has_a_recording_nothing_is_awaited() {
    end("an id that no recording has", "");
    end("synthetic", ",\"synthetic\":true");
    end("off", ",\"session_recording\":\"off\"");
    vault.sent("{\"event\":\"session.end\",\"uid\":\"no session\"}");
    vault.sent("{\"event\":\"app.session.end\",\"uid\":\"app\",\"sid\":\"app\"}");
    Nodes said = vault.settings;
    vault.settings =
        new Nodes(
            SessionRecording.OFF,
            said.folder(),
            said.parallel(),
            said.maxBytesPerSecond(),
            said.gracePeriod(),
            said.keepFor(),
            said.alarms());
    end("mode-off", "");
    assertEquals(new Looked(0, 0, true), vault.lookForRecordings());
    vault.pass(DAY);
    assertEquals(new Looked(0, 0, true), vault.lookForRecordings());
  }

  @Test
  void a_thousand_sessions_are_all_looked_at() {
    for (int i = 0; i < 1_001; i++) {
      end("s" + i, "");
    }
    assertEquals(new Looked(1_001, 0, true), vault.lookForRecordings());
    vault.pass(DAY);
    assertEquals(new Looked(0, 1_001, true), vault.lookForRecordings());
  }
}
