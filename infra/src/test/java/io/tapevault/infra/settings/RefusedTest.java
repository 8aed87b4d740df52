package io.tapevault.infra.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.infra.Synthesised;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Environment;

/// What would fail half way through a deployment, or never and be wrong, is refused before.
class RefusedTest {

  private static final String ACCOUNT = "111122223333";
  private static final Environment IRELAND = in("eu-west-1");

  private static Environment in(String region) {
    return Environment.builder().account(ACCOUNT).region(region).build();
  }

  private static String refusal(Map<?, ?> context) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Settings.from(context)).getMessage());
  }

  @Test
  void what_lies_in_another_region_account_or_partition_is_named_at_once() {
    String table = "arn:aws:dynamodb:eu-west-1:%s:table/events/stream/2026-11-26T10:00:00.000";
    String topic = "arn:aws:sns:us-east-1:111122223333:alarms";
    String role = "arn:aws-cn:iam::111122223333:role/circle";
    Settings settings =
        Settings.from(
            Map.of(
                "tapevault:adoptTable",
                table.formatted("444455556666"),
                "tapevault:alarmTopic",
                topic,
                // S3 brings it there.
                "tapevault:replicateTo",
                "arn:aws:s3:::copy",
                "tapevault:replicateKey",
                "arn:aws:kms:eu-central-1:444455556666:key/0a1b2c3d",
                "tapevault:originalsRoles",
                List.of(role)));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Elsewhere.refuse(settings, IRELAND));
    assertEquals(
        """
        what was chosen cannot be used:
          tapevault:adoptTable: '%s' is of 444455556666, and this deployment of 111122223333
          tapevault:alarmTopic: '%s' is of us-east-1, and this deployment of eu-west-1
          tapevault:originalsRoles: '%s' is of aws-cn, and this deployment of aws\
        """
            .formatted(table.formatted("444455556666"), topic, role),
        refusal.getMessage());
    assertDoesNotThrow(() -> Elsewhere.refuse(settings, null), "nothing to compare with");
    Settings here = Settings.from(Map.of("tapevault:adoptTable", table.formatted(ACCOUNT)));
    assertDoesNotThrow(() -> Elsewhere.refuse(here, IRELAND));
    Settings china =
        Settings.from(
            Map.of("tapevault:originalsRoles", List.of(role), "tapevault:snapStart", "false"));
    assertDoesNotThrow(() -> Elsewhere.refuse(china, in("cn-north-1")));
  }

  @Test
  void where_aws_has_no_snap_start_somebody_has_to_say_so() {
    Settings none = Settings.from(Map.of());
    for (String region : List.of("cn-north-1", "us-gov-west-1", "eusc-de-east-1")) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> Elsewhere.refuse(none, in(region)), region);
      assertTrue(
          String.valueOf(refusal.getMessage())
              .contains("tapevault:snapStart: AWS has no SnapStart"),
          refusal::getMessage);
    }
    assertDoesNotThrow(() -> Elsewhere.refuse(none, IRELAND));
  }

  @Test
  void a_region_that_nobody_knows_yet_refuses_nothing() {
    Settings topic =
        Settings.from(Map.of("tapevault:alarmTopic", "arn:aws:sns:mars-1:111122223333:a"));
    assertDoesNotThrow(() -> Elsewhere.refuse(topic, in("mars-1")));
    Environment ofAnyRegion = Environment.builder().account(ACCOUNT).build();
    assertDoesNotThrow(() -> Elsewhere.refuse(topic, ofAnyRegion));
    Environment onceDeployed =
        Environment.builder().account(Aws.ACCOUNT_ID).region(Aws.REGION).build();
    assertDoesNotThrow(() -> Elsewhere.refuse(topic, onceDeployed));
  }

  @Test
  void what_is_in_a_list_twice_is_refused() {
    assertTrue(
        refusal(Map.of("tapevault:vpcEndpoints", "[\"vpce-01234567\",\"vpce-01234567\"]"))
            .endsWith("tapevault:vpcEndpoints: 'vpce-01234567' is there twice"));
    assertTrue(
        refusal(Map.of("tapevault:tags", "[\"team=a\",\"team=b\"]"))
            .endsWith("tapevault:tags: 'team' is there twice"));
  }

  @Test
  void a_name_that_s3_would_refuse_is_refused_before() {
    for (String kept : List.of("xn--a", "sthree-a", "amzn-s3-demo-a", "a-s3alias", "a--x-s3")) {
      assertTrue(
          refusal(Map.of("tapevault:bucketName", kept)).contains("no name that S3 keeps"), kept);
    }
    for (String wrong : List.of("a..b", "a.-b", "a-.b", "10.0.0.1", "ab", "a_b", "x".repeat(64))) {
      assertTrue(
          refusal(Map.of("tapevault:adoptBucket", wrong)).contains("not the name of a bucket"),
          wrong);
    }
    for (String right : List.of("a.b", "my--bucket", "1.2.3", "x".repeat(63))) {
      assertTrue(Choice.ADOPT_BUCKET.allows(right), right);
    }
    assertTrue(Choice.MTLS_TRUSTSTORE.allows("s3://my.trust/a/ca.pem"));
    assertTrue(Choice.REPLICATE_TO.allows("arn:aws-cn:s3:::copy"));
  }

  @Test
  void recordings_lie_in_no_folder_of_ours() {
    for (String ours : List.of("derived", "events", "exports", "redactions", "transcripts/a")) {
      assertTrue(
          refusal(Map.of("tapevault:adoptBucket", "theirs", "tapevault:adoptPath", ours))
              .contains("is not a folder such as records"),
          ours);
    }
  }

  @Test
  void a_list_that_is_none_is_told_with_what_one_looks_like() {
    assertEquals(
        """
        what was chosen cannot be used:
          tapevault:adoptKeys: it is not JSON, such as ["…"]: the ARN of a key of KMS
          tapevault:siems: it is not JSON, such as [{"name":"soc","webhook":"https://…"}]
          tapevault:tags: it is no list, such as ["…"]: a tag such as team=security\
        """,
        refusal(
            Map.of(
                "tapevault:adoptKeys", "arn:aws:kms:eu-west-1:111122223333:key/x",
                "tapevault:siems", "x".repeat(100_000),
                "tapevault:tags", "{}")));
  }

  @Test
  void the_address_of_a_siem_holds_no_password() {
    String siems = "[{\"name\":\"soc\",\"webhook\":\"https://me:hunter2@siem.example.com/\"}]";
    String said = refusal(Map.of(Settings.SIEMS, siems));
    assertTrue(said.contains("webhook: it is not an https URL, without a user"), said);
    assertFalse(said.contains("hunter2"), said);
  }

  @Test
  void no_label_of_a_domain_begins_or_ends_with_a_hyphen_or_is_empty() {
    for (String wrong : List.of("-a.example", "a-.example", "a..example", "a.-b", "a.b-", "a")) {
      assertTrue(
          refusal(Map.of("tapevault:mtlsDomain", wrong)).contains("is not the name of a domain"),
          wrong);
    }
    assertTrue(Choice.MTLS_DOMAIN.allows("my-vault.a-1.example"));
  }

  @Test
  void the_arn_of_a_secret_without_its_six_characters_is_refused() {
    String siems =
        """
        [{"name":"soc","webhook":"https://siem.example.com/",
          "secret":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:soc%s#token"}]\
        """;
    assertTrue(refusal(Map.of(Settings.SIEMS, siems.formatted(""))).contains("and six characters"));
    assertEquals(
        "soc", Settings.from(Map.of(Settings.SIEMS, siems.formatted("-AbCdEf"))).sinkNames());
  }

  @Test
  void what_is_wrong_is_repeated_up_to_a_bound_and_moves_no_terminal() {
    String said = refusal(Map.of("tapevault:stage", "\u001b[2J" + "x".repeat(100_000)));
    assertTrue(said.length() < 500, said);
    assertTrue(said.chars().noneMatch(c -> c == 27), said);
    assertTrue(said.contains("'?[2Jxxx"), said);
  }

  @Test
  void more_siems_than_cloudformation_takes_are_refused_with_their_number() {
    String siems =
        IntStream.range(0, 13)
            .mapToObj(
                i -> "{\"name\":\"s%d\",\"webhook\":\"https://%d.example.com/\"}".formatted(i, i))
            .collect(Collectors.joining(",", "[", "]"));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Synthesised.stacks(null, Map.of(Settings.SIEMS, siems)));
    String said = String.valueOf(refusal.getMessage());
    assertTrue(said.contains("tapevault:siems: 13 SIEMs"), said);
    assertTrue(said.contains("a stack has 500 at most"), said);
  }
}
