package io.tapevault.http.playback.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.playback.House;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.samples.EventSamples;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// That somebody was given a recording is in the log first.
final class AccessesTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  private final House house = new House();

  @BeforeEach
  void recording() throws Exception {
    byte[] bytes = EventSamples.batch("recordings/" + SID + ".2018.tar");
    house.store.write(new ObjectKey.Recording(new SessionId(SID)), out -> out.write(bytes));
  }

  private House.Answer ask(String caller, String what) throws Exception {
    return house.ask(
        new HttpRequest(
            "GET",
            "/v1/sessions/" + SID + what,
            Map.of(),
            Map.of(),
            InputStream.nullInputStream(),
            "r",
            caller));
  }

  private List<String> told() throws Exception {
    return house
        .get("/v1/events", Map.of("type", List.of("session.recording.access")))
        .json()
        .path("events")
        .valueStream()
        .map(event -> event.path("user").asText() + ' ' + event.path("what").asText())
        .sorted()
        .toList();
  }

  @Test
  void each_caller_has_one_event_a_minute_for_what_it_was_given() throws Exception {
    assertEquals(307, ask("alice", "/recording").status());
    ask("alice", "/recording");
    ask("alice", "/recording.cast");
    ask("bob", "/recording");
    assertEquals(List.of("alice cast", "alice recording", "bob recording"), told());
    house.clock.move(Duration.ofMinutes(1));
    ask("bob", "/recording");
    assertEquals(4, told().size());
  }

  @Test
  void where_the_log_cannot_be_written_nothing_is_given() throws Exception {
    house.full = true;
    for (String what : List.of("/recording", "/recording.cast")) {
      House.Answer answer = ask("alice", what);
      assertEquals("503 unavailable", answer.problem());
      assertEquals(null, answer.headers().get("location"));
    }
    house.full = false;
    assertEquals(List.of(), told());
  }
}
