package io.tapevault.aws.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.ssm.SsmUri;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.ssm.FakeSsm;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

final class VaultSettingsTest {

  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
  private static final String NAME = "/tapevault/Tapevault";
  private static final Retention DEPLOYED = Retention.parse("90d");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final MemoryEventLog log = new MemoryEventLog(clock, new Retention.Forever());
  @AutoClose private FakeSsm ssm;

  @BeforeEach
  void start() throws Exception {
    ssm = FakeSsm.start();
  }

  @Test
  void without_a_parameter_what_the_deployment_says_holds() {
    VaultSettings settings = load();
    assertEquals("0", settings.inForce().now().version());
    assertEquals(DEPLOYED, settings.retention());
    assertEquals(List.of("GetParameter"), ssm.calls.stream().distinct().toList());
  }

  @Test
  void a_change_is_taken_up_when_thirty_seconds_have_passed_and_not_asked_for_before() {
    ssm.add(NAME, "storage: {retention_period: 10d}\n");
    VaultSettings settings = load();
    ssm.add(
        NAME,
        "storage: {retention_period: 20d}\nforward: [{name: soc, webhook: x, pause: true}]\n");
    ssm.calls.clear();
    for (int second = 0; second < 29; second++) {
      settings.look(log);
      clock.move(Duration.ofSeconds(1));
    }
    assertEquals(List.of(), ssm.calls);
    assertEquals(Retention.parse("10d"), settings.retention());
    assertFalse(settings.pauses("soc"));
    clock.move(Duration.ofSeconds(1));
    settings.look(log);
    assertEquals(Retention.parse("20d"), settings.retention());
    assertTrue(settings.pauses("soc"));
    assertFalse(settings.pauses("lake"));
    int calls = ssm.calls.size();
    settings.look(log);
    assertEquals(calls, ssm.calls.size());
  }

  @Test
  void a_function_that_was_asleep_looks_before_it_works() {
    ssm.add(NAME, "storage: {retention_period: 10d}\n");
    VaultSettings settings = load();
    clock.move(Duration.ofDays(14));
    ssm.add(NAME, "storage: {retention_period: 20d}\n");
    settings.look();
    assertEquals(Retention.parse("20d"), settings.retention());
  }

  @Test
  void what_cannot_be_read_or_is_wrong_changes_nothing() {
    ssm.add(NAME, "storage: {retention_period: 10d}\n");
    VaultSettings settings = load();
    ssm.denied = "GetParameter";
    clock.move(Duration.ofMinutes(1));
    settings.look(log);
    assertEquals(Retention.parse("10d"), settings.retention());
    ssm.denied = "";
    ssm.add(NAME, "storage: {retention_period: ten}\n");
    clock.move(Duration.ofMinutes(1));
    settings.look(log);
    assertEquals(Retention.parse("10d"), settings.retention());
    assertEquals(1, settings.inForce().refused().size());
  }

  private VaultSettings load() {
    return VaultSettings.in(
        SsmUri.parse(URI.create("ssm://" + NAME + "?endpoint=" + ssm.endpoint()), "eu-central-1"),
        DEPLOYED,
        CREDENTIALS,
        clock);
  }
}
