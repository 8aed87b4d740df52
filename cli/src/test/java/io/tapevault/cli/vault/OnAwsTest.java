package io.tapevault.cli.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.aws.ssm.DeployedStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

final class OnAwsTest {

  private static final String ROOT = "\"arn:aws:iam::111122223333:root\"";
  private static final String STACK =
      """
      <Outputs><member><OutputKey>KeyArn</OutputKey><OutputValue>arn:aws:kms:eu-west-1:111122223333:key/ours</OutputValue></member>
      <member><OutputKey>BucketName</OutputKey><OutputValue>b</OutputValue></member></Outputs>\
      """;

  // By the service that a request is signed for, and what is asked.
  private final Map<String, String> answers =
      new TreeMap<>(
          Map.of(
              "cloudformation POST /", STACK,
              "monitoring POST /",
                  """
                  {"MetricAlarms":[{"AlarmName":"Tapevault-a","StateValue":"OK","AlarmActions":["t"]}]}\
                  """,
              "kms POST /", "{\"KeyMetadata\":{\"KeyState\":\"Enabled\"}}",
              "apigateway GET /account", "{\"cloudwatchRoleArn\":\"r\"}",
              "s3 GET /b?notification",
                  "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>",
              "s3 GET /b?encryption",
                  "<KMSMasterKeyID>arn:aws:kms:eu-west-1:111122223333:key/ours</KMSMasterKeyID>",
              "GetKeyPolicy kms POST /", policy(ROOT, "\"kms:*\"")));

  private static String policy(String principal, String actions) {
    String policy =
        """
        {"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*"},
          {"Effect":"Allow","Principal":{"AWS":%s},"Action":%s}]}\
        """
            .formatted(principal, actions);
    return new ObjectMapper().createObjectNode().put("Policy", policy).toString();
  }

  private HttpServer aws = server();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    aws.createContext("/", this::answer);
    aws.start();
  }

  @AfterEach
  void stop() {
    aws.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String signed = exchange.getRequestHeaders().getFirst("Authorization");
    String asked =
        "%s %s %s"
            .formatted(
                signed.replaceAll(".*/([a-z0-9]+)/aws4_request.*", "$1"),
                exchange.getRequestMethod(),
                exchange.getRequestURI());
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String what = target == null ? asked : target.replaceAll(".*[.]", "") + " " + asked;
    String key = answers.containsKey(what) ? what : asked;
    byte[] said = answers.getOrDefault(key, "no").getBytes(UTF_8);
    exchange.sendResponseHeaders(answers.containsKey(key) ? 200 : 403, said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private List<Finding> findings() {
    try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
      DeployedStack stack =
          DeployedStack.parse(
              "aws:Tapevault?endpoint=http://127.0.0.1:" + aws.getAddress().getPort(), "us-east-1");
      return new OnAws(
              stack,
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
              http)
          .findings();
    }
  }

  @Test
  void a_deployment_that_is_well_is_told_so() {
    assertEquals(
        List.of(
            Finding.well("alarms", "1, and none is on"),
            Finding.well("key", "it is enabled, and its policy lets roles of this account use it"),
            Finding.well("access log", "it is written by r"),
            Finding.well("notices", "the bucket tells of uploads"),
            Finding.well("bucket key", "it is the vault's")),
        findings());
  }

  private static final String THEIRS = "arn:aws:kms:eu-west-1:444455556666:key/theirs";

  /// What is found of the bucket's key where it is somebody else's, and a deployment names this
  /// one.
  private Finding ofTheirKey(String named) {
    answers.put(
        "cloudformation POST /",
        STACK.replace(
            "</Outputs>",
            "<member><OutputKey>AdoptedKeys</OutputKey><OutputValue>%s</OutputValue></member></Outputs>"
                .formatted(named)));
    answers.put("s3 GET /b?encryption", "<KMSMasterKeyID>theirs</KMSMasterKeyID>");
    answers.put(
        "kms POST /",
        "{\"KeyMetadata\":{\"KeyState\":\"Enabled\",\"Arn\":\"%s\"}}".formatted(THEIRS));
    return findings().getLast();
  }

  private Finding withPolicy(String principal, String actions) {
    answers.put("GetKeyPolicy kms POST /", policy(principal, actions));
    return ofTheirKey(THEIRS);
  }

  @Test
  void a_key_of_the_bucket_that_the_functions_may_not_use_is_named() {
    assertEquals(
        Finding.bad(
            "bucket key",
            "functions have no right on " + THEIRS + ", with which the bucket is encrypted",
            "deploy with it in aws.adopt_keys: adopt.md"),
        ofTheirKey("arn:aws:kms:eu-west-1:444455556666:key/another"));
  }

  @Test
  void a_grant_that_the_policy_of_the_buckets_key_lacks_is_named() {
    assertEquals(
        "the policy of " + THEIRS + " grants nobody here kms:GenerateDataKey",
        withPolicy(ROOT, "[\"kms:Decrypt\",\"kms:DescribeKey\"]").what());
    assertEquals(
        "the policy of " + THEIRS + " grants nobody here kms:Decrypt and kms:GenerateDataKey",
        withPolicy("\"arn:aws:iam::111122223333:role/x\"", "\"kms:*\"").what());
    String role = "[\"arn:aws:iam::111122223333:role/Tapevault-PlaybackA-1\"]";
    for (String principal : List.of(ROOT, "\"*\"", "\"111122223333\"", role)) {
      assertTrue(
          withPolicy(principal, "[\"kms:Decrypt\",\"kms:GenerateDataKey*\"]").well(), principal);
    }
  }

  @Test
  void a_key_of_the_bucket_that_is_disabled_is_named() {
    Finding before = ofTheirKey(THEIRS);
    assertTrue(before.well(), before::toString);
    answers.put(
        "kms POST /",
        "{\"KeyMetadata\":{\"KeyState\":\"Disabled\",\"Arn\":\"%s\"}}".formatted(THEIRS));
    assertEquals(
        THEIRS + ", with which the bucket is encrypted, is Disabled", findings().getLast().what());
  }

  @Test
  void what_only_aws_knows_is_named_with_what_to_do() {
    answers.put(
        "monitoring POST /",
        """
        {"MetricAlarms":[{"AlarmName":"Tapevault-Down","AlarmDescription":"the SIEM soc is down",
          "StateValue":"ALARM","AlarmActions":[]}]}\
        """);
    answers.put("kms POST /", "{\"KeyMetadata\":{\"KeyState\":\"PendingDeletion\"}}");
    answers.put("apigateway GET /account", "{}");
    answers.put("s3 GET /b?notification", "<NotificationConfiguration/>");
    answers.put("s3 GET /b?encryption", "<KMSMasterKeyID>theirs</KMSMasterKeyID>");
    List<Finding> findings = findings();
    assertEquals(
        List.of("alarm", "alarms", "key", "access log", "notices", "bucket key"),
        findings.stream().map(Finding::about).toList());
    assertTrue(
        findings.stream().noneMatch(one -> one.well() || one.todo().isEmpty()), findings::toString);
    assertEquals("the SIEM soc is down", findings.getFirst().what());
    assertEquals("nobody is told of the 1 that there are", findings.get(1).what());
    assertTrue(findings.get(2).what().contains("PendingDeletion"), findings::toString);
    assertTrue(findings.get(4).what().contains("an hour late"), findings::toString);
  }

  @Test
  void a_right_that_is_missing_is_named_and_stands_in_no_others_way() {
    answers.remove("kms POST /");
    List<Finding> findings = findings();
    assertEquals(5, findings.size());
    assertEquals(
        "it was not looked at: kms:DescribeKey: it is not permitted", findings.get(1).what());
    assertEquals(4, findings.stream().filter(Finding::well).count());
  }
}
