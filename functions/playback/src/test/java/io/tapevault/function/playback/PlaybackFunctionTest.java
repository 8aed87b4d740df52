package io.tapevault.function.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.vault.AwsVault;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The function as it is wired, over a DynamoDB and an S3 that are empty.
final class PlaybackFunctionTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  private static EmptyAws aws;
  private static PlaybackFunction function;

  @BeforeAll
  static void start() throws IOException {
    aws = EmptyAws.start();
    function =
        new PlaybackFunction(
            aws.variables(
                Map.of(
                    "TAPEVAULT_SINKS",
                    "lake,soc",
                    "TAPEVAULT_INDEX_QUEUE_URL",
                    "https://sqs.us-east-1.amazonaws.com/0/index")));
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Test
  void before_its_first_request_it_has_asked_all_that_it_asks() {
    assertTrue(
        aws.asked.containsAll(Set.of("BatchGetItem", "Query", "S3")),
        () -> "asked were " + aws.asked);
  }

  @Test
  void it_answers_every_route_that_is_its_own() throws Exception {
    assertEquals("200 {\"events\":[]}", get("/v1/events"));
    assertEquals("200 {\"status\":\"ok\"}", get("/healthz"));
    for (String path :
        List.of(
            "/v1/events/MDpubw",
            "/v1/sessions/" + SID,
            "/v1/sessions/" + SID + "/events",
            "/v1/sessions/" + SID + "/recording.cast",
            "/v1/sessions/" + SID + "/recording.txt",
            "/v1/sessions/" + SID + "/recording.json",
            "/v1/sessions/" + SID + "/recording.svg",
            "/v1/sessions/" + SID + "/recording.html",
            "/v1/sessions/" + SID + "/recording.segments",
            "/v1/sessions/" + SID + "/recording.segments/0")) {
      assertEquals("404 ", get(path).substring(0, 4), path);
    }
    for (String other : List.of("/v1/recordings/x/uploads", "/v1/sessions/x/recording")) {
      assertTrue(get(other).contains("no-such-route"), other);
    }
  }

  @Test
  void a_siem_that_the_settings_pause_is_said_to_be() throws Exception {
    assertEquals(
        "200 {\"sinks\":[{\"name\":\"lake\",\"paused\":false,\"state\":\"up\"},"
            + "{\"name\":\"soc\",\"paused\":true,\"state\":\"up\"}]}",
        get("/v1/sinks"));
  }

  @Test
  void variables_that_are_missing_are_named_all_at_once() {
    Exception e = assertThrows(RuntimeException.class, () -> new PlaybackFunction(new HashMap<>()));
    for (String name : AwsVault.ANSWERING) {
      assertTrue(String.valueOf(e.getMessage()).contains(name), e::toString);
    }
  }

  private static String get(String path) throws IOException {
    return EmptyAws.call(function::answer, "GET", path, "");
  }
}
