package io.tapevault.local.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.local.RunningVault;
import io.tapevault.local.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CatalogueWorkerTest extends RunningVault {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  private List<String> listed() throws Exception {
    List<String> listed = new ArrayList<>();
    for (JsonNode one :
        client.get("/v1/sessions?from=2000-01-01T00:00:00Z").json().path("sessions")) {
      listed.add(one.path("sid").asText() + " " + one.path("state").asText());
    }
    return listed;
  }

  private void await(List<String> expected) throws Exception {
    for (int i = 0; i < 200 && !listed().equals(expected); i++) {
      Thread.sleep(50);
    }
    assertEquals(expected, listed());
  }

  @Test
  void a_session_is_listed_from_its_start_to_its_recording_also_after_a_restart() throws Exception {
    client.post(
        "/v1/events",
        "{\"event\":\"session.start\",\"sid\":\"%s\",\"ei\":0,\"time\":\"2026-10-01T10:00:00Z\",\"user\":\"alice\"}"
            .formatted(SID));
    await(List.of(SID + " running"));
    client.upload(SID, Files.readAllBytes(Samples.recording(".2018.tar")));
    await(List.of(SID + " recorded"));
    stop();
    start();
    assertEquals(List.of(SID + " recorded"), listed());
    client.post(
        "/v1/events",
        "{\"event\":\"session.start\",\"sid\":\"s2\",\"ei\":0,\"time\":\"2026-10-02T10:00:00Z\",\"session_recording\":\"off\"}");
    await(List.of("s2 not-recorded", SID + " recorded"));
  }

  @Test
  void what_was_stored_before_there_was_a_list_is_listed() throws Exception {
    for (int i = 0; i < 3; i++) {
      client.post(
          "/v1/events",
          "{\"event\":\"session.start\",\"sid\":\"s%d\",\"ei\":0,\"time\":\"2026-10-0%dT10:00:00Z\"}"
              .formatted(i, i + 1));
    }
    await(List.of("s2 running", "s1 running", "s0 running"));
    stop();
    forget(data.resolve("events.db"));
    start();
    await(List.of("s2 running", "s1 running", "s0 running"));
  }

  private static void forget(Path database) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM listed");
      statement.executeUpdate("DELETE FROM delivered");
    }
  }
}
