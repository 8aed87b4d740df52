package io.tapevault.alarm;

import static io.tapevault.alarm.WatchedVault.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.alarm.Silences.Looked;
import io.tapevault.configuration.VaultConfig.Alarms;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.event.Unavailable;
import io.tapevault.testkit.contract.FaultyEventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SilencesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final WatchedVault vault = new WatchedVault();

  private List<Map<String, String>> told() {
    return vault.told(
        Set.of("tapevault.node.silent", "tapevault.node.heard"),
        "event",
        "time",
        "node",
        "last_heard");
  }

  private static Map<String, String> silent(Instant at, Instant lastHeard) {
    return said("tapevault.node.silent", at, lastHeard);
  }

  private static Map<String, String> heard(Instant at, Instant lastHeard) {
    return said("tapevault.node.heard", at, lastHeard);
  }

  private static Map<String, String> said(String event, Instant at, Instant lastHeard) {
    return Map.of(
        "event", event, "time", at.toString(), "node", "web-1", "last_heard", lastHeard.toString());
  }

  @Test
  void a_node_that_beats_every_minute_is_not_told_of() {
    for (int i = 0; i < 20; i++) {
      vault.heartbeat("web-1");
      assertEquals(new Looked(1, 0, true), vault.lookForSilence());
      vault.pass(MINUTE);
    }
    assertEquals(List.of(), told());
  }

  @Test
  void a_node_that_falls_silent_is_told_once_however_often_it_is_looked_at() {
    vault.heartbeat("web-1");
    vault.heartbeat("web-2");
    for (int i = 0; i < 30; i++) {
      vault.pass(MINUTE);
      vault.heartbeat("web-2");
      int silent = i < 4 ? 0 : 1;
      assertEquals(new Looked(2, silent, true), vault.lookForSilence());
    }
    assertEquals(List.of(silent(NOON.plus(MINUTE.multipliedBy(5)), NOON)), told());
  }

  @Test
  void a_node_that_is_heard_again_is_told_once_also_after_a_month() {
    vault.heartbeat("web-1");
    vault.pass(Duration.ofHours(1));
    vault.lookForSilence();
    vault.pass(Duration.ofDays(45));
    vault.lookForSilence();
    Instant back = vault.now();
    for (int i = 0; i < 5; i++) {
      vault.heartbeat("web-1");
      vault.pass(MINUTE);
      assertEquals(new Looked(1, 0, true), vault.lookForSilence());
    }
    assertEquals(
        List.of(silent(NOON.plus(MINUTE.multipliedBy(5)), NOON), heard(back, NOON)), told());
  }

  @Test
  void one_that_is_heard_and_silent_again_between_two_looks_is_told_of_both() {
    vault.heartbeat("web-1");
    vault.pass(Duration.ofHours(1));
    vault.lookForSilence();
    vault.pass(Duration.ofHours(1));
    Instant second = vault.now();
    vault.heartbeat("web-1");
    vault.pass(Duration.ofHours(1));
    assertEquals(new Looked(1, 1, true), vault.lookForSilence());
    Duration after = Duration.ofMinutes(5);
    assertEquals(
        List.of(
            silent(NOON.plus(after), NOON),
            heard(second, NOON),
            silent(second.plus(after), second)),
        told());
  }

  @Test
  void what_broke_off_is_told_by_the_next_look_and_still_once() {
    vault.heartbeat("web-1");
    vault.pass(Duration.ofHours(1));
    assertThrows(
        Unavailable.class, () -> vault.lookForSilence(new FaultyEventLog(vault.kept).failing()));
    vault.pass(MINUTE);
    assertThrows(
        Unavailable.class,
        () -> vault.lookForSilence(new FaultyEventLog(vault.kept).failingAfterPersisting()));
    vault.pass(MINUTE);
    vault.lookForSilence();
    Instant back = vault.now();
    vault.heartbeat("web-1");
    vault.pass(MINUTE);
    assertThrows(
        Unavailable.class, () -> vault.lookForSilence(new FaultyEventLog(vault.kept).failing()));
    vault.heartbeat("web-1");
    vault.pass(MINUTE);
    assertThrows(
        Unavailable.class,
        () -> vault.lookForSilence(new FaultyEventLog(vault.kept).failingAfterPersisting(1)));
    vault.pass(MINUTE);
    vault.lookForSilence();
    assertEquals(
        List.of(silent(NOON.plus(MINUTE.multipliedBy(5)), NOON), heard(back, NOON)), told());
  }

  @Test
  void how_long_is_said_by_the_configuration_from_the_next_heartbeat_on() {
    Nodes said = vault.settings;
    vault.settings =
        new Nodes(
            said.mode(),
            said.folder(),
            said.parallel(),
            said.maxBytesPerSecond(),
            said.gracePeriod(),
            said.keepFor(),
            new Alarms(Duration.ofHours(2), Duration.ofHours(24)));
    vault.heartbeat("web-1");
    vault.pass(Duration.ofMinutes(119));
    assertEquals(new Looked(1, 0, true), vault.lookForSilence());
    vault.pass(MINUTE);
    assertEquals(new Looked(1, 1, true), vault.lookForSilence());
  }

  @Test
  void a_look_without_time_left_says_so() {
    vault.heartbeat("web-1");
    assertEquals(
        new Looked(0, 0, false),
        new Silences(vault.register, vault.kept).look(vault.now(), () -> false));
  }

  @Test
  void a_thousand_nodes_are_all_looked_at() {
    for (int i = 0; i < 1_001; i++) {
      vault.heartbeat("node-" + i);
    }
    vault.pass(Duration.ofMinutes(5));
    assertEquals(new Looked(1_001, 1_001, true), vault.lookForSilence());
    vault.heartbeat("node-1000");
    assertEquals(new Looked(1_001, 1_000, true), vault.lookForSilence());
  }
}
