package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.json.Malformed;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingNoticeTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @Test
  void the_sample_tells_of_a_recording_and_asks_for_a_sweep() throws IOException {
    try (InputStream sample = Envelopes.sample("sqs-recordings.json")) {
      assertEquals(
          List.of(new RecordingNotice.Arrived(new SessionId(SID)), new RecordingNotice.Sweep()),
          RecordingNotice.read(sample));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eventbridge-object-created.json", "eventbridge-schedule.json"})
  void each_message_is_an_event_as_eventbridge_writes_it(String sample) throws IOException {
    try (InputStream in = Envelopes.sample(sample)) {
      assertEquals(1, read(new String(in.readAllBytes(), UTF_8)).size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "derived/1/80d9ca77-93af-443f-b33c-6fc55bd1a147.json",
        "recordings/.notes.tar",
        "recordings/100%.tar",
        "recordings/notes.zip",
        "recordings/",
        ""
      })
  void other_objects_are_passed_over(String key) throws IOException {
    assertEquals(List.of(), read(created(key)));
  }

  @Test
  void other_events_are_passed_over() throws IOException {
    String removed = created("recordings/" + SID + ".tar").replace("Created", "Deleted");
    assertEquals(List.of(), read(removed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "7", "{\"detail-type\":7}", "{\"detail\":[]}", "{\"detail\":{\"object\":1}}"})
  void what_is_no_event_is_malformed(String body) {
    assertThrows(Malformed.class, () -> read(body));
  }

  private static String created(String key) {
    return "{\"detail-type\":\"Object Created\",\"detail\":{\"object\":{\"key\":\"" + key + "\"}}}";
  }

  private static List<RecordingNotice> read(String body) throws IOException {
    return RecordingNotice.read(
        Envelopes.json(Envelopes.queue(List.of(Envelopes.message("1", body)))));
  }
}
