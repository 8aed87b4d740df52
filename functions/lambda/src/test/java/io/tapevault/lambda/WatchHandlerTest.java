package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.alarm.MissingRecordings;
import io.tapevault.alarm.Silences;
import io.tapevault.alarm.WatchfulLog;
import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.json.EventJson;
import io.tapevault.session.SessionsInLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryConfiguration;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import io.tapevault.testkit.memory.MemoryRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class WatchHandlerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MovableClock clock = new MovableClock(Instant.parse("2026-12-01T12:00:00Z"));
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryRegister register = new MemoryRegister(clock);
  private final MemoryConfiguration documents = new MemoryConfiguration(clock);
  private final InForce settings =
      InForce.load(documents, new ConfigReader(new Anywhere()), Set.of(), warning -> {});
  private final List<String> out = new ArrayList<>();

  private static final class Anywhere implements ConfigReader.Place {
    @Override
    public void events(String uri) {}

    @Override
    public void recordings(String uri) {}

    @Override
    public void siem(SinkSpec siem) {}
  }

  private void sent(String event) {
    AuditEvent read = (AuditEvent) EventJson.read(event.getBytes(UTF_8), clock.instant());
    new WatchfulLog(log, register, clock, VaultConfig.DEFAULT::nodes).append(List.of(read));
  }

  private JsonNode look(EventLog with, BooleanSupplier timeLeft) throws Exception {
    new WatchHandler(
            new Silences(register, with),
            new MissingRecordings(
                register, with, new MemoryObjectStore(clock), new SessionsInLog(log, clock)),
            settings,
            new Metrics(out::add, clock))
        .handle("watch", new Invocation("r1", timeLeft));
    return said();
  }

  private JsonNode said() throws Exception {
    return JSON.readTree(out.removeLast());
  }

  @Test
  void what_is_there_is_counted_as_cloudwatch_reads_it() throws Exception {
    sent("{\"event\":\"tapevault.node.heartbeat\",\"node\":\"web-1\"}");
    sent("{\"event\":\"session.end\",\"sid\":\"s1\"}");
    documents.replace("listen: x", null);
    settings.look(log);
    clock.move(Duration.ofDays(1));
    assertEquals(
        JSON.readTree(
            """
            {"_aws":{"Timestamp":1796212800000,"CloudWatchMetrics":[{"Namespace":"Tapevault",
               "Dimensions":[["FunctionName"]],
               "Metrics":[{"Name":"MissingRecordings","Unit":"Count"},
                 {"Name":"RefusedConfig","Unit":"Count"},{"Name":"SilentNodes","Unit":"Count"}]}]},
             "FunctionName":"watch","MissingRecordings":1,"RefusedConfig":1,"SilentNodes":1}
            """),
        look(log, () -> true));
  }

  @Test
  void nothing_is_counted_as_none() throws Exception {
    JsonNode line = look(log, () -> true);
    for (String name : List.of("MissingRecordings", "RefusedConfig", "SilentNodes")) {
      assertEquals(0, line.path(name).asInt(-1), name);
    }
  }

  @Test
  void what_is_not_known_is_no_number() throws Exception {
    sent("{\"event\":\"tapevault.node.heartbeat\",\"node\":\"web-1\"}");
    assertEquals(Set.of("RefusedConfig", "MissingRecordings"), names(look(log, () -> false)));
    clock.move(Duration.ofDays(1));
    assertThrows(Unavailable.class, () -> look(new FaultyEventLog(log).failing(), () -> true));
    assertEquals(Set.of("RefusedConfig"), names(said()));
  }

  private static Set<String> names(JsonNode line) {
    Set<String> names = new TreeSet<>();
    line.fieldNames().forEachRemaining(names::add);
    names.removeAll(Set.of("_aws", "FunctionName"));
    return names;
  }
}
