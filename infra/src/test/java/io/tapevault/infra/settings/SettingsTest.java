package io.tapevault.infra.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.infra.Synthesised;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.services.dynamodb.TableClass;

class SettingsTest {

  @Test
  void nothing_chosen_is_a_year_and_no_siem() {
    Settings none = Settings.from(Map.of());
    assertEquals(new Settings(Map.of(), Map.of(), List.of()), none);
    assertEquals("365d", none.retention());
    assertEquals(30, none.longestSessionDays());
    assertEquals("Tapevault TapevaultData", none.stackName() + " " + none.dataStackName());
  }

  @Test
  void the_file_and_the_context_say_the_same_and_the_context_comes_first() {
    String file =
        """
        storage: {retention_period: 90d}
        forward:
          - name: soc
            webhook: https://siem.example.com/in
        aws:
          stage: prod
          bucket_name: my-bucket
          table_name: teleport.events
          api_log_role: true
          teleport_role: arn:aws:iam::111122223333:role/teleport
          longest_session: 90d
          alarm_topic: arn:aws:sns:eu-west-1:111122223333:alarms
          originals_roles: [arn:aws:iam::111122223333:role/circle]
          object_lock: compliance:365d
          tags:
        """;
    Settings expected =
        Settings.from(
            Map.ofEntries(
                entry("tapevault:stage", "prod"),
                entry("tapevault:retention", "90d"),
                entry("tapevault:bucketName", "my-bucket"),
                entry("tapevault:tableName", "teleport.events"),
                entry("tapevault:apiLogRole", "true"),
                entry("tapevault:teleportRole", "arn:aws:iam::111122223333:role/teleport"),
                entry("tapevault:longestSession", "90d"),
                entry("tapevault:alarmTopic", "arn:aws:sns:eu-west-1:111122223333:alarms"),
                entry("tapevault:originalsRoles", "[\"arn:aws:iam::111122223333:role/circle\"]"),
                entry("tapevault:objectLock", "compliance:365d"),
                entry(
                    "tapevault:siems",
                    "[{\"name\":\"soc\",\"webhook\":\"https://siem.example.com/in\"}]"),
                entry("aws:cdk:enable-path-metadata", true)));
    assertEquals(expected, Choices.read(file.getBytes(UTF_8), Map.of()));
    assertEquals(
        List.of(SinkSpec.webhook("soc", URI.create("https://siem.example.com/in"), null)),
        expected.siems());
    assertEquals(new ObjectLock(true, 365), expected.objectLock());
    Settings overridden =
        Choices.read(
            file.getBytes(UTF_8),
            Map.of(
                "tapevault:retention",
                "1d",
                "tapevault:siems",
                List.of(Map.of("name", "lake", "webhook", "https://lake.example.com/"))));
    assertEquals("1d", overridden.retention());
    assertEquals("lake", overridden.sinkNames());
    assertEquals("TapevaultData-prod", overridden.dataStackName());
  }

  @Test
  void every_fault_of_the_file_is_named_with_its_line() {
    String file =
        """
        storage: {retention_period: a year, retention: {}}
        forward:
          - name: SOC
            webhook: http://siem.example.com
          - soc
        aws:
          stage: Prod
          tags: [team]
          vpc_endpoints: vpce-1
          tabel_name: t
          alarm_topic: {}
        listen: 7
        """;
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Choices.read(
                    file.getBytes(UTF_8),
                    Map.of(
                        "tapevault:ephemeral", "true", "tapevault:objectLock", "governance:1d")));
    assertEquals(
        """
        what was chosen cannot be used:
          tapevault.yaml, line 1: storage.retention_period: 'a year' is not a duration such as 30s, 5m, 24h or 365d, or forever
          tapevault.yaml, line 1: storage has 'retention', which is none of [retention_period]
          tapevault.yaml, line 3: forward[0].name: it is not 1 to 30 of a-z, 0-9 and -, from a letter on
          tapevault.yaml, line 4: forward[0].webhook: it is not an https URL, without a user or a fragment in it
          tapevault.yaml, line 5: forward[1] is no mapping
          tapevault.yaml, line 7: aws.stage: 'Prod' is not 1 to 20 of a-z, 0-9 and -, from a letter on
          tapevault.yaml, line 8: aws.tags: 'team' is not a tag such as team=security
          tapevault.yaml, line 9: aws.vpc_endpoints is not a list
          tapevault.yaml, line 10: aws has 'tabel_name', which is none of %s
          tapevault.yaml, line 11: aws.alarm_topic is no text
          tapevault.yaml, line 12: the document has 'listen', which is none of [aws, forward, storage]
          tapevault:ephemeral and tapevault:objectLock exclude each other: what is locked goes with no stack\
        """
            .formatted(
                Arrays.stream(Choice.values())
                    .map(Choice::path)
                    .filter(path -> path.startsWith("aws."))
                    .map(path -> path.substring(4))
                    .collect(Collectors.toCollection(TreeSet::new))),
        refusal.getMessage());
  }

  @Test
  void the_file_that_comes_with_it_chooses_nothing_and_shows_every_choice() throws IOException {
    Path file = Synthesised.ROOT.resolve("infra").resolve(Choices.FILE);
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(Settings.from(Map.of()), Choices.read(bytes, Map.of()));
    String page = Files.readString(Synthesised.ROOT.resolve("docs/how-to/deploy.md"));
    for (Choice choice : Choice.values()) {
      assertTrue(page.contains("`" + choice.path() + "`"), choice.path());
    }
    // What stands there as an example is taken without its mark; what is adopted and what is made
    // exclude each other.
    Set<Choice> shown = EnumSet.of(Choice.SIEMS);
    for (String without :
        List.of(
            "adopt_|vpc_endpoints",
            "table_name|bucket_name|object_lock|teleport_role|mtls_|replicate_")) {
      String examples =
          new String(bytes, UTF_8)
              .lines()
              .filter(line -> line.matches("# ( {2}.*|[a-z]+:.*)|"))
              .map(line -> line.replaceFirst("# ", ""))
              .filter(line -> !line.matches(" *(" + without + ").*"))
              .collect(Collectors.joining("\n"));
      Settings some = Choices.read(examples.getBytes(UTF_8), Map.of());
      shown.addAll(some.texts().keySet());
      shown.addAll(some.lists().keySet());
      assertEquals("soc", some.sinkNames());
    }
    assertEquals(EnumSet.allOf(Choice.class), shown);
  }

  @Test
  void nothing_is_chosen_about_what_is_adopted() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Settings.from(
                    Map.of(
                        "tapevault:adoptBucket", "theirs",
                        "tapevault:adoptPath", "events/records",
                        "tapevault:bucketName", "ours",
                        "tapevault:objectLock", "governance:1d",
                        "tapevault:adoptTable", "teleport.events",
                        "tapevault:adoptKeys", "[\"alias/theirs\"]")));
    assertEquals(
        """
        what was chosen cannot be used:
          tapevault:adoptKeys: 'alias/theirs' is not the ARN of a key of KMS
          tapevault:adoptPath: 'events/records' is not a folder such as records, and none of derived, events, exports, redactions, transcripts
          tapevault:adoptTable: 'teleport.events' is not the ARN of the stream of a table
          tapevault:bucketName and tapevault:adoptBucket exclude each other: the bucket is there
          tapevault:objectLock and tapevault:adoptBucket exclude each other: its lock is its owner's to choose\
        """,
        refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Settings.from(Map.of("tapevault:adoptPath", "records")));
  }

  @Test
  void every_fault_is_named_at_once_with_what_is_allowed() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Settings.from(
                    Map.of(
                        "tapevault:retention", "a year",
                        "tapevault:siem", "[]",
                        "tapevault:bucketName", "My_Bucket",
                        "tapevault:tableName", "t",
                        "tapevault:apiLogRole", "yes",
                        "tapevault:teleportRole", "teleport",
                        "tapevault:longestSession", "23h",
                        "tapevault:alarmTopic", "alarms",
                        "tapevault:siems",
                            """
                            [{"name":"SOC","webhook":"http://siem.example.com"},
                             {"name":"a","webhook":"https://a.example.com","token":"t"},
                             {"name":"a","webhook":"https://u:p@a.example.com"}, 7]\
                            """)));
    assertEquals(
        """
        what was chosen cannot be used:
          tapevault:siem: not one of %s
          tapevault:alarmTopic: 'alarms' is not the ARN of an SNS topic
          tapevault:apiLogRole: 'yes' is not true or false
          tapevault:bucketName: 'My_Bucket' is not 3 to 63 of a-z, 0-9 and -, and no name that S3 keeps for itself
          tapevault:longestSession: '23h' is not from 1d to 3650d
          tapevault:retention: 'a year' is not a duration such as 30s, 5m, 24h or 365d, or forever
          tapevault:siems: entry 0: name: it is not 1 to 30 of a-z, 0-9 and -, from a letter on
          tapevault:siems: entry 0: webhook: it is not an https URL, without a user or a fragment in it
          tapevault:siems: entry 1: token: it is none of [allow, begin, ca, certificate, filter, format, headers, key, name, redact, secret, webhook]
          tapevault:siems: entry 2: webhook: it is not an https URL, without a user or a fragment in it
          tapevault:siems: entry 3: it is no object
          tapevault:tableName: 't' is not 3 to 190 of A-Z, a-z, 0-9, _, . and -
          tapevault:teleportRole: 'teleport' is not the ARN of an IAM role\
        """
            .formatted(
                Arrays.stream(Choice.values())
                    .map(Choice::key)
                    .sorted()
                    .collect(Collectors.joining(", ")))
            .lines()
            .sorted()
            .toList(),
        String.valueOf(refusal.getMessage()).lines().sorted().toList());
  }

  @Test
  void a_circle_is_a_list_of_roles_and_of_nobody_else() {
    for (String refused :
        List.of(
            "x",
            "\"arn:aws:iam::111122223333:role/circle\"",
            "[\"arn:aws:iam::111122223333:role/*\"]",
            "[\"arn:aws:iam::111122223333:root\"]",
            "[7]")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:originalsRoles", refused)),
          refused);
    }
  }

  @Test
  void a_lock_has_a_mode_and_whole_days() {
    assertEquals(
        new ObjectLock(false, 1),
        Settings.from(Map.of("tapevault:objectLock", "governance:1d")).objectLock());
    for (String refused :
        List.of(
            "true",
            "365d",
            "governance",
            "governance:",
            "governance:36501d",
            "legal:1d",
            "compliance:0d",
            "compliance:36h",
            "compliance:1y",
            "Governance:1d")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Settings.from(Map.of("tapevault:objectLock", refused)),
              refused);
      assertTrue(String.valueOf(e.getMessage()).contains("such as governance:365d"), refused);
    }
  }

  @Test
  void no_secret_may_stand_in_a_template() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Settings.from(
                    Map.of(
                        "tapevault:siems",
                        """
                        [{"name":"a","webhook":"https://a.example.com","secret":"whsec_private"},
                         {"name":"b","webhook":"https://b.example.com","secret":"env:PRIVATE"},
                         {"name":"c","webhook":"https://c.example.com","redact":{"hash":["user"],"key":"private"}},
                         {"name":"e","otlp":"https://e.example.com","key":"-----BEGIN PRIVATE"},
                         {"name":"f","webhook":"https://f.example.com","headers":"X-Key: private"},
                         {"name":"d","webhook":"https://d.example.com",
                          "secret":"arn:aws:ssm:eu-central-1:123456789012:parameter/siem/soc"}]\
                        """)));
    String instead =
        "it would stand in the template for all to read; name the ARN of a secret of Secrets"
            + " Manager, or of a parameter, instead";
    assertEquals(
        List.of(
            "what was chosen cannot be used:",
            "  tapevault:siems: entry 0: secret: " + instead,
            "  tapevault:siems: entry 1: secret: env: and file: name secrets on one machine only",
            "  tapevault:siems: entry 2: redact: key: " + instead,
            "  tapevault:siems: entry 3: key: " + instead,
            "  tapevault:siems: entry 4: headers: " + instead),
        String.valueOf(refusal.getMessage()).lines().toList());
  }

  @Test
  void what_is_kept_long_lies_where_storage_is_cheap() {
    Map.of("59d", TableClass.STANDARD, "1h", TableClass.STANDARD)
        .forEach((kept, table) ->
            assertEquals(table, Settings.from(Map.of("tapevault:retention", kept)).tableClass()));
    for (String kept : List.of("60d", "365d", "0", "forever")) {
      assertEquals(
          TableClass.STANDARD_INFREQUENT_ACCESS,
          Settings.from(Map.of("tapevault:retention", kept)).tableClass(),
          kept);
    }
  }

  @Test
  void what_is_not_json_is_refused() {
    for (String text : List.of("soc", "{}", "[{")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:siems", text)),
          text);
    }
  }

  @Test
  void retention_is_spelled_as_everywhere() {
    assertEquals(Retention.DEFAULT, Retention.parse(Settings.from(Map.of()).retention()));
    for (String taken : List.of("forever", "0", "30s", "24h", "90d")) {
      assertEquals(taken, Settings.from(Map.of("tapevault:retention", taken)).retention());
    }
    for (String refused : List.of("30", "1w", "-1d", " 1d", "")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:retention", refused)),
          refused);
    }
  }
}
