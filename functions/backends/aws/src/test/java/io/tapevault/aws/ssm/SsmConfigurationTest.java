package io.tapevault.aws.ssm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.configuration.Configuration;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Replaced;
import io.tapevault.configuration.Configuration.Version;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.testkit.contract.ConfigurationContract;
import io.tapevault.testkit.ssm.FakeSsm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

final class SsmConfigurationTest extends ConfigurationContract {

  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

  private static final String NAME = "/tapevault/config";

  @AutoClose private final FakeSsm ssm;

  SsmConfigurationTest() throws IOException {
    ssm = FakeSsm.start();
  }

  @Override
  protected Configuration open() {
    return SsmConfiguration.of(uri(NAME), CREDENTIALS, Instant::now);
  }

  private SsmUri uri(String name) {
    return SsmUri.parse(
        URI.create("ssm://" + name + "?sse_kms_key=alias/vault&endpoint=" + ssm.endpoint()),
        "eu-central-1");
  }

  @Nested
  final class OfSsm {

    @Test
    void a_document_is_encrypted_with_the_key_that_is_named_and_pays_only_for_its_length() {
      kept.replace(ofLength(4_096), null);
      kept.replace(ofLength(4_097), "1");
      assertEquals(
          List.of(
              "SecureString alias/vault Intelligent-Tiering", "SecureString alias/vault Advanced"),
          ssm.puts.stream()
              .map(put ->
                  put.path("Type").asText()
                      + " "
                      + put.path("KeyId").asText()
                      + " "
                      + put.path("Tier").asText())
              .toList());
    }

    @Test
    void nothing_is_sent_of_a_document_that_is_too_long() {
      kept.replace(ofLength(8_193), null);
      assertEquals(List.of(), ssm.puts);
    }

    @Test
    void somebody_who_writes_in_between_is_named_afterwards_and_is_in_the_history() {
      kept.replace("{}\n", null);
      ssm.meanwhile = () -> ssm.add(NAME, "listen: 1\n");
      Replaced.Overwrote overwrote =
          assertInstanceOf(Replaced.Overwrote.class, kept.replace("listen: 2\n", "1"));
      assertEquals("2", overwrote.over());
      assertEquals("3", overwrote.version().id());
      assertEquals(
          List.of("listen: 2\n", "listen: 1\n", "{}\n"),
          kept.history().map(Version::document).toList());
    }

    @Test
    void two_who_make_the_first_version_do_not_both_succeed() {
      ssm.meanwhile = () -> ssm.add(NAME, "listen: 1\n");
      assertInstanceOf(Replaced.Overtaken.class, kept.replace("listen: 2\n", null));
      assertEquals(1, kept.history().count());
    }

    @Test
    void who_may_only_get_sees_the_last_versions_one_call_each() {
      for (int i = 1; i <= 9; i++) {
        ssm.add(NAME, "listen: " + i + "\n");
      }
      Configuration reading = SsmConfiguration.reading(uri(NAME), CREDENTIALS, Instant::now);
      ssm.calls.clear();
      assertEquals(List.of("9", "8"), reading.history().map(Version::id).limit(2).toList());
      assertEquals(2, ssm.calls.size());
      assertEquals(6, reading.history().count());
      assertEquals(List.of("GetParameter"), ssm.calls.stream().distinct().toList());
      assertEquals(
          Instant.ofEpochMilli(1_764_000_008_125L),
          assertInstanceOf(Current.There.class, reading.current()).version().since());
      assertEquals(
          "arn:aws:iam::123456789012:user/alice", kept.history().findFirst().orElseThrow().by());
    }

    @Test
    void trouble_that_may_pass_and_a_right_that_is_missing_are_two_things() {
      ssm.add(NAME, "{}\n");
      ssm.brokenAnswers.set(1);
      assertInstanceOf(Current.There.class, kept.current());
      ssm.brokenAnswers.set(5);
      assertThrows(Unavailable.class, kept::current);
      ssm.denied = "GetParameter";
      NotPermitted denied = assertThrows(NotPermitted.class, kept::current);
      ssm.denied = "";
      assertTrue(String.valueOf(denied.getMessage()).contains("ssm:GetParameter"));
    }

    @Test
    void nobody_there_is_trouble_that_may_pass() {
      SsmUri nowhere =
          SsmUri.parse(URI.create("ssm:///x?endpoint=http://127.0.0.1:1"), "eu-central-1");
      assertThrows(
          Unavailable.class,
          () -> SsmConfiguration.reading(nowhere, CREDENTIALS, Instant::now).current());
    }

    @Test
    void the_client_of_aws_writes_what_we_read_and_reads_what_we_write() {
      try (SsmClient aws =
          SsmClient.builder()
              .endpointOverride(ssm.endpoint())
              .region(Region.EU_CENTRAL_1)
              .credentialsProvider(CREDENTIALS)
              .httpClientBuilder(
                  AwsCrtHttpClient.builder().connectionTimeout(Duration.ofSeconds(2)))
              .build()) {
        aws.putParameter(
            put -> put.name(NAME).value("listen: 1\n").type(ParameterType.SECURE_STRING));
        Version first = assertInstanceOf(Current.There.class, kept.current()).version();
        assertEquals("listen: 1\n", first.document());
        kept.replace("listen: 2\n# ä\n", first.id());
        var read = aws.getParameter(get -> get.name(NAME).withDecryption(true)).parameter();
        assertEquals("listen: 2\n# ä\n", read.value());
        assertEquals(2, read.version());
        assertEquals(
            read.lastModifiedDate(),
            assertInstanceOf(Current.There.class, kept.current()).version().since());
      }
    }
  }

  @Test
  void a_uri_names_a_parameter_and_every_fault() {
    assertEquals(
        "https://ssm.cn-north-1.amazonaws.com.cn/",
        SsmUri.parse(URI.create("ssm:///a/b.c-d"), "cn-north-1").address().toString());
    assertEquals(
        "https://ssm-fips.us-gov-west-1.amazonaws.com/",
        SsmUri.parse(URI.create("ssm:///a?use_fips_endpoint=true&region=us-gov-west-1"), null)
            .address()
            .toString());
    Stream.of("ssm://a/b", "ssm:///", "s3://a", "ssm:///a%20b", "ssm:///a?tier=x")
        .forEach(wrong ->
            assertThrows(
                IllegalArgumentException.class,
                () -> SsmUri.parse(URI.create(wrong), "eu-central-1"),
                wrong));
  }
}
