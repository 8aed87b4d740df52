package io.tapevault.cli.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.aws.json.SignedCall;
import io.tapevault.aws.ssm.DeployedStack;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// What only AWS itself can tell of a deployment, asked with the rights of who asks: whether
/// somebody hears alarms, the key works, calls are logged, and uploads are told of.
final class OnAws {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_ALARMS = 100;

  private final DeployedStack stack;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final List<Finding> findings = new ArrayList<>();

  OnAws(DeployedStack stack, AwsCredentialsProvider credentials, SdkHttpClient http) {
    this.stack = stack;
    this.credentials = credentials;
    this.http = http;
  }

  List<Finding> findings() {
    Map<String, String> outputs = stack.outputs(credentials, http, InstantSource.system());
    look("alarms", "cloudwatch:DescribeAlarms", this::alarms);
    look("key", "kms:DescribeKey", () -> key(outputs.getOrDefault("KeyArn", "")));
    look("access log", "apigateway:GET", this::accessLog);
    look(
        "notices",
        "s3:GetBucketNotification",
        () -> notices(outputs.getOrDefault("BucketName", "")));
    return findings;
  }

  private interface Look {
    void look() throws IOException;
  }

  /// One that is refused stands in no other's way.
  private void look(String about, String right, Look look) {
    try {
      look.look();
    } catch (IOException e) {
      findings.add(
          Finding.bad(
              about,
              "it was not looked at: " + right + ": " + e.getMessage(),
              "who asks needs this right, and a way to AWS"));
    }
  }

  private void alarms() throws IOException {
    String asked =
        JSON.createObjectNode()
            .put("AlarmNamePrefix", stack.name() + "-")
            .put("MaxRecords", MOST_ALARMS)
            .toString();
    JsonNode alarms =
        JSON.readTree(post("monitoring", "GraniteServiceVersion20100801.DescribeAlarms", asked))
            .path("MetricAlarms");
    int before = findings.size();
    boolean heard = false;
    for (JsonNode alarm : alarms) {
      heard |= !alarm.path("AlarmActions").isEmpty();
      if (alarm.path("StateValue").asText().equals("ALARM")) {
        findings.add(
            Finding.bad(
                "alarm",
                alarm.path("AlarmDescription").asText(),
                "what to do about " + alarm.path("AlarmName").asText() + ": alarms.md"));
      }
    }
    if (!heard) {
      findings.add(
          Finding.bad(
              "alarms",
              "nobody is told of the " + alarms.size() + " that there are",
              "deploy with aws.alarm_topic"));
    } else if (findings.size() == before) {
      findings.add(Finding.well("alarms", alarms.size() + ", and none is on"));
    }
  }

  private void key(String arn) throws IOException {
    String asked = JSON.createObjectNode().put("KeyId", arn).toString();
    String state =
        JSON.readTree(post("kms", "TrentService.DescribeKey", asked))
            .at("/KeyMetadata/KeyState")
            .asText();
    findings.add(
        state.equals("Enabled")
            ? Finding.well("key", "it is enabled")
            : Finding.bad(
                "key",
                "it is " + state + ": nothing can be read, and nothing is taken",
                "aws kms cancel-key-deletion and enable-key, at once: disaster-recovery.md"));
  }

  private void accessLog() throws IOException {
    String role = JSON.readTree(get("apigateway", "account")).path("cloudwatchRoleArn").asText("");
    findings.add(
        role.isEmpty()
            ? Finding.bad(
                "access log",
                "API Gateway has no role in this account to write one with",
                "give the account one, or deploy with aws.api_log_role: deploy.md")
            : Finding.well("access log", "it is written by " + role));
  }

  private void notices(String bucket) throws IOException {
    findings.add(
        get("s3", bucket + "?notification").contains("<EventBridgeConfiguration")
            ? Finding.well("notices", "the bucket tells of uploads")
            : Finding.bad(
                "notices",
                "the bucket tells EventBridge nothing: recordings are found up to an hour late",
                "its owner adds EventBridgeConfiguration to its notifications: adopt.md"));
  }

  private SignedCall call(String service) {
    return new SignedCall(
        service, stack.endpoint().region(), credentials, http, InstantSource.system());
  }

  private String post(String service, String target, String json) throws IOException {
    return call(service)
        .post(
            stack.address(service),
            Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", target),
            json.getBytes(UTF_8),
            PATIENCE,
            OnAws::answer);
  }

  private String get(String service, String path) throws IOException {
    URI address = stack.address(service).resolve(path);
    return call(service).get(address, PATIENCE, OnAws::answer);
  }

  private static String answer(int status, InputStream body) throws IOException {
    String said = new String(SignedCall.all(body, MOST_BYTES), UTF_8);
    if (status != 200) {
      throw new IOException(status == 403 ? "it is not permitted" : "AWS answered " + status);
    }
    return said;
  }
}
