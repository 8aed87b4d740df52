package io.tapevault.function.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.aws.sqs.SqsQueues;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.lambda.Nowhere;
import io.tapevault.lambda.Rehearsal;
import io.tapevault.siem.Sinks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionsTest {

  private static final Map<String, String> FORWARD =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "TAPEVAULT_UNSENT_URI", "s3://failures/notices",
          "TAPEVAULT_QUEUE_URLS", "https://sqs.eu-central-1.amazonaws.com/210987654321/siem.fifo");
  private static final Map<String, String> DELIVER =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "TAPEVAULT_EVENTS_URI", "dynamodb://events",
          "TAPEVAULT_SESSIONS_URI", "s3://sessions",
          "TAPEVAULT_RETENTION", "365d",
          "TAPEVAULT_CONFIG_URI", "ssm:///tapevault/config?endpoint=http://127.0.0.1:1",
          "TAPEVAULT_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/210987654321/siem.fifo",
          "TAPEVAULT_SINK",
              "{\"name\":\"siem\",\"webhook\":\"https://siem.example/hook\","
                  + "\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}");

  @Test
  void a_whole_environment_is_wired() {
    assertNotNull(ForwardFunction.wire(FORWARD));
    assertNotNull(DeliverFunction.wire(DELIVER));
  }

  @Test
  void a_siem_begins_where_its_settings_say_and_each_has_its_own() {
    Map<String, String> two = new HashMap<>(DELIVER);
    two.putAll(
        Map.of(
            "TAPEVAULT_SINKS", "soc,lake",
            "TAPEVAULT_QUEUE_URLS",
                "https://sqs.eu-central-1.amazonaws.com/210987654321/soc.fifo,"
                    + "https://sqs.eu-central-1.amazonaws.com/210987654321/lake.fifo",
            "TAPEVAULT_BEGINS", "oldest,2026-03-01T00:00:00Z"));
    two.keySet().retainAll(with(ReconcileFunction.variables(), "AWS_REGION"));
    assertNotNull(ReconcileFunction.wire(two));
    for (String begins : List.of("now", "now,later", "now,oldest,now", "")) {
      two.put("TAPEVAULT_BEGINS", begins);
      assertThrows(IllegalArgumentException.class, () -> ReconcileFunction.wire(two), begins);
    }
  }

  private static Set<String> with(Set<String> names, String more) {
    Set<String> all = new HashSet<>(names);
    all.add(more);
    return all;
  }

  @Test
  void every_missing_variable_is_named_at_once() {
    var forward =
        assertThrows(IllegalArgumentException.class, () -> ForwardFunction.wire(Map.of()));
    assertEquals(
        "these environment variables are not set: AWS_REGION, TAPEVAULT_QUEUE_URLS,"
            + " TAPEVAULT_UNSENT_URI",
        forward.getMessage());
    var deliver =
        assertThrows(IllegalArgumentException.class, () -> DeliverFunction.wire(Map.of()));
    assertEquals(
        "these environment variables are not set: AWS_REGION, TAPEVAULT_CONFIG_URI,"
            + " TAPEVAULT_EVENTS_URI, TAPEVAULT_QUEUE_URL, "
            + "TAPEVAULT_RETENTION, TAPEVAULT_SESSIONS_URI, TAPEVAULT_SINK",
        deliver.getMessage());
  }

  @Test
  void the_variables_are_those_of_the_template() {
    assertEquals(
        Set.of("TAPEVAULT_QUEUE_URLS", "TAPEVAULT_UNSENT_URI"), ForwardFunction.variables());
    assertEquals(
        Set.of(
            "TAPEVAULT_EVENTS_URI",
            "TAPEVAULT_SESSIONS_URI",
            "TAPEVAULT_RETENTION",
            "TAPEVAULT_CONFIG_URI",
            "TAPEVAULT_SINK",
            "TAPEVAULT_QUEUE_URL"),
        DeliverFunction.variables());
  }

  @Test
  void the_rehearsals_go_through_and_tell_nobody() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream errors = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (Nowhere nowhere = Nowhere.open()) {
      Rehearsal.forward(SqsQueues.rehearsal(nowhere.uri(), "eu-central-1"), ForwardFunction.class);
      Rehearsal.deliver(
          Sinks.rehearsal(
              SinkSpec.parse(String.valueOf(DELIVER.get("TAPEVAULT_SINK"))), nowhere.uri()),
          AwsVault.rehearsal(nowhere.uri()).accounts(),
          DeliverFunction.class);
    } finally {
      System.setErr(errors);
    }
    assertEquals("", said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void no_failure_shows_the_secret() {
    Map<String, String> environment = new HashMap<>(DELIVER);
    environment.replaceAll((name, value) -> value.replace("https://siem", "ftp://siem"));
    var failure =
        assertThrows(IllegalArgumentException.class, () -> DeliverFunction.wire(environment));
    assertFalse(failure.toString().contains("whsec"), failure.toString());
  }
}
