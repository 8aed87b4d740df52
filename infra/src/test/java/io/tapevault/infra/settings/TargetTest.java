package io.tapevault.infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.infra.Synthesised;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class TargetTest {

  private static final String ARCHIVE = "s3://soc.archive/audit/all?region=eu-west-1";

  /// One that is reached over the network, an archive, and what else of AWS takes events.
  public static final String SIEMS =
      Synthesised.SIEMS.replace(
          "]",
          """
          ,{"name":"long-term","s3":"%s"},
           {"name":"topic","sns":"arn:aws:sns:eu-west-1:123456789012:soc.fifo"},
           {"name":"bus","eventbridge":"arn:aws:events:eu-west-1:123456789012:event-bus/soc"},
           {"name":"hose","firehose":"arn:aws:firehose:eu-west-1:123456789012:deliverystream/soc"},
           {"name":"queue","sqs":"arn:aws:sqs:eu-west-1:123456789012:soc.fifo"},
           {"name":"lines","syslog":"tls://siem.example.com:6514"}]\
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

  @ParameterizedTest
  @CsvSource({
    "PublishEvents, Totopic, sns:Publish, arn:aws:sns:eu-west-1:123456789012:soc.fifo",
    "PutEvents, Tobus, events:PutEvents, arn:aws:events:eu-west-1:123456789012:event-bus/soc",
    "PutRecords, Tohose, firehose:PutRecordBatch,"
        + " arn:aws:firehose:eu-west-1:123456789012:deliverystream/soc",
    "SendEvents, Toqueue, sqs:SendMessage, arn:aws:sqs:eu-west-1:123456789012:soc.fifo"
  })
  void a_function_may_send_to_its_own_target_and_nothing_else_may(
      String sid, String function, String action, String arn) {
    List<String> rights = rights(sid);
    assertEquals(1, rights.size(), rights::toString);
    assertTrue(rights.getFirst().startsWith("Forwarding" + function), rights.getFirst());
    assertTrue(rights.getFirst().endsWith(" " + action + " \"" + arn + "\""), rights.getFirst());
  }

  private static List<String> openSearch(String members) {
    SinkSpec siem = SinkSpec.parse("{\"name\":\"soc\"," + members + "}");
    return Target.of(siem).rights().stream()
        .map(right -> right.action() + " " + right.resource("?", "?"))
        .toList();
  }

  @Test
  void a_domain_of_opensearch_takes_documents_of_its_index_and_is_asked_for_them() {
    String host = "-ab3defghijklmnopqrstuvwxyz";
    assertEquals(
        List.of(
            "es:ESHttpPost arn:?:es:eu-west-1:?:domain/my-logs/logs-tapevault-default/_bulk",
            "es:ESHttpPost arn:?:es:eu-west-1:?:domain/my-logs/logs-tapevault-default/_search"),
        openSearch(
            "\"region\":\"eu-west-1\",\"opensearch\":\"https://vpc-my-logs"
                + host
                + ".eu-west-1.es.amazonaws.com\""));
    assertEquals(
        List.of(
            "es:ESHttpPost arn:?:es:eu-west-1:?:domain/soc/audit/_bulk",
            "es:ESHttpPost arn:?:es:eu-west-1:?:domain/soc/audit/_search"),
        openSearch(
            "\"region\":\"eu-west-1\",\"index\":\"audit\",\"opensearch\":\"https://search-soc"
                + host
                + ".aos.eu-west-1.on.aws/\""));
    assertEquals(
        List.of("aoss:APIAccessAll arn:?:aoss:eu-west-1:?:collection/abc123"),
        openSearch(
            "\"region\":\"eu-west-1\",\"service\":\"aoss\",\"opensearch\":"
                + "\"https://abc123.eu-west-1.aoss.amazonaws.com\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"opensearch\":\"https://search-soc-ab3defghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com\"",
        "\"region\":\"eu-west-1\",\"opensearch\":\"https://logs.example.com\"",
        "\"region\":\"eu-west-1\",\"index\":\"*\",\"opensearch\":\"https://search-soc-ab3defghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com\"",
        "\"region\":\"eu-west-1\",\"opensearch\":\"https://search-*-ab3defghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com\"",
        "\"region\":\"eu-west-1\",\"opensearch\":\"https://search-soc-ab3defghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com.example.com\""
      })
  void what_is_no_domain_of_aws_or_not_signed_for_has_no_right_of_aws(String members) {
    assertEquals(List.of(), openSearch(members));
  }

  @Test
  void what_of_aws_takes_events_and_syslog_can_be_deployed() {
    Set<SinkType> here =
        Settings.from(Map.of(Settings.SIEMS, SIEMS)).siems().stream()
            .map(SinkSpec::type)
            .collect(Collectors.toSet());
    assertTrue(
        here.containsAll(
            Set.of(
                SinkType.S3,
                SinkType.SNS,
                SinkType.EVENTBRIDGE,
                SinkType.FIREHOSE,
                SinkType.SQS,
                SinkType.SYSLOG)),
        here::toString);
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
    // Ten of the archive, and one of transcripts.
    assertEquals(11, STACK.properties("AWS::Athena::NamedQuery").size());
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
        "\"sqs\":\"arn:aws:sqs:eu-west-1:123456789012:hidden*\"",
        "\"firehose\":\"arn:aws:firehose:eu-west-1:123456789012:hidden\"",
        "\"eventbridge\":\"arn:aws:events:eu-west-1:123456789012:rule/hidden\"",
        "\"syslog\":\"tcp://hidden.example.com:514\"",
        "\"file\":\"/var/log/hidden\"",
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
