package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  private static final String ARCHIVE = "s3://soc.archive/audit/all?region=eu-west-1";

  /// One that is reached over the network, an archive, and a topic.
  static final String SIEMS =
      Synthesised.SIEMS.replace(
          "]",
          """
          ,{"name":"long-term","s3":"%s"},
           {"name":"topic","sns":"arn:aws:sns:eu-west-1:123456789012:soc.fifo"}]\
          """
              .formatted(ARCHIVE));

  private static final Synthesised STACK = Synthesised.of(null, Map.of(Settings.SIEMS, SIEMS));

  /// Of all roles.
  private static List<String> rights(String sid) {
    List<String> rights = new ArrayList<>();
    STACK
        .properties("AWS::IAM::Policy")
        .forEach((id, policy) -> {
          for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
            if (statement.path("Sid").asText().equals(sid)) {
              rights.add(
                  id.replaceAll("[A-Z][a-z]*Policy[0-9A-F]{8}$|DefaultPolicy.*", "")
                      + " "
                      + statement.path("Action").asText()
                      + " "
                      + statement.path("Resource"));
            }
          }
        });
    return rights;
  }

  @Test
  void the_function_of_an_archive_may_write_below_its_prefix_and_nothing_else_may() {
    List<String> rights = rights("ArchiveEvents");
    assertEquals(1, rights.size(), rights::toString);
    assertTrue(rights.getFirst().startsWith("ForwardingTolongterm"), rights.getFirst());
    assertTrue(
        rights
            .getFirst()
            .endsWith(
                " s3:PutObject {\"Fn::Join\":[\"\",[\"arn:\",{\"Ref\":\"AWS::Partition\"},"
                    + "\":s3:::soc.archive/audit/all/dt=*\"]]}"),
        rights.getFirst());
  }

  @Test
  void the_function_of_a_topic_may_publish_to_it_and_nothing_else_may() {
    List<String> rights = rights("PublishEvents");
    assertEquals(1, rights.size(), rights::toString);
    assertTrue(rights.getFirst().startsWith("ForwardingTotopic"), rights.getFirst());
    assertTrue(
        rights.getFirst().endsWith(" sns:Publish \"arn:aws:sns:eu-west-1:123456789012:soc.fifo\""),
        rights.getFirst());
  }

  @Test
  void the_function_knows_the_archive_and_the_archive_has_its_questions() {
    assertEquals(
        ARCHIVE,
        SinkSpec.parse(
                STACK
                    .one("AWS::Lambda::Function", "ForwardingTolongtermDeliver")
                    .at("/Environment/Variables/TAPEVAULT_SINK")
                    .asText())
            .address());
    assertEquals(10, STACK.properties("AWS::Athena::NamedQuery").size());
    assertTrue(STACK.outputs().has("QuestionsPolicyArn"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"s3\":\"file:///srv/hidden\"",
        "\"s3\":\"s3://hidden\"",
        "\"s3\":\"https://hidden.s3.amazonaws.com/\"",
        "\"sns\":\"arn:aws:sns:eu-west-1:123456789012:*hidden\"",
        "\"sns\":\"arn:aws:sqs:eu-west-1:123456789012:hidden\"",
        "\"sns\":\"https://hidden.example.com/\"",
        "\"webhook\":\"http://hidden.example.com/\""
      })
  void what_cannot_be_reached_or_would_name_more_is_refused_without_repeating_it(String siem) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Settings.from(Map.of(Settings.SIEMS, "[{\"name\":\"soc\"," + siem + "}]")));
    assertFalse(String.valueOf(refused.getMessage()).contains("hidden"), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("it is not"), refused.getMessage());
  }
}
