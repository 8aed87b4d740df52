package io.tapevault.function.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.vault.AwsVault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Those who give originals and hide something of them, as they are wired, over stores that are
/// empty.
final class OriginalFunctionTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  private static EmptyAws aws;
  private static OriginalFunction original;
  private static RedactFunction redact;

  @BeforeAll
  static void start() throws IOException {
    aws = EmptyAws.start();
    original = new OriginalFunction(aws.variables(Map.of("TAPEVAULT_RETENTION", "90d")));
    redact =
        new RedactFunction(
            aws.variables(
                Map.of(
                    "TAPEVAULT_RETENTION",
                    "90d",
                    "TAPEVAULT_INDEX_QUEUE_URL",
                    "http://127.0.0.1:1/000000000000/index")));
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Test
  void originals_are_answered_here_and_nothing_else() throws IOException {
    for (String path :
        List.of(
            "/v1/sessions/" + SID + "/recording",
            "/v1/sessions/" + SID + "/stream",
            "/v1/originals/" + SID + "/recording")) {
      String answer = EmptyAws.call(original::answer, "GET", path, "");
      assertTrue(answer.startsWith("404") && answer.contains("no-recording"), answer);
      assertEquals("404 ", EmptyAws.call(original::answer, "HEAD", path, ""));
    }
    String cast = EmptyAws.call(original::answer, "GET", "/v1/sessions/x/recording.cast", "");
    assertTrue(cast.contains("no-such-route"), cast);
  }

  @Test
  void redactions_are_added_and_listed_here() throws IOException {
    String path = "/v1/sessions/" + SID + "/redactions";
    assertEquals("200 {\"redactions\":[]}", EmptyAws.call(redact::answer, "GET", path, ""));
    String body = "{\"texts\":[\"hunter2\"],\"reason\":\"r\",\"by\":\"b\"}";
    String answer = EmptyAws.call(redact::answer, "POST", path, body);
    assertTrue(answer.startsWith("404") && answer.contains("no-recording"), answer);
  }

  @Test
  void variables_that_are_missing_are_named_all_at_once() {
    Exception e = assertThrows(RuntimeException.class, () -> new RedactFunction(Map.of()));
    for (String name : AwsVault.VARIABLES) {
      assertTrue(String.valueOf(e.getMessage()).contains(name), e::toString);
    }
    assertTrue(String.valueOf(e.getMessage()).contains("TAPEVAULT_INDEX_QUEUE_URL"), e::toString);
  }
}
