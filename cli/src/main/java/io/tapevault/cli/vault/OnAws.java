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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// What only AWS itself can tell of a deployment, asked with the rights of who asks: whether
/// somebody hears alarms, the keys work, calls are logged, and uploads are told of.
final class OnAws {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_ALARMS = 100;
  private static final Pattern KEY_OF_BUCKET =
      Pattern.compile("<KMSMasterKeyID>([^<]+)</KMSMasterKeyID>");

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
    look("bucket key", "s3:GetEncryptionConfiguration", () -> bucketKey(outputs));
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
    String state = described(arn).path("KeyState").asText();
    if (state.equals("Enabled")) {
      look("key", "kms:GetKeyPolicy", () -> policy("key", arn, account(arn)));
    } else {
      findings.add(
          Finding.bad(
              "key",
              "it is " + state + ": nothing can be read, and nothing is taken",
              "aws kms cancel-key-deletion and enable-key, at once: disaster-recovery.md"));
    }
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

  /// Of a bucket that somebody else made, the key is not ours either: functions need a right on it
  /// by their roles, and that its own policy lets these decide.
  private void bucketKey(Map<String, String> outputs) throws IOException {
    String said = get("s3", outputs.getOrDefault("BucketName", "") + "?encryption");
    Matcher key = KEY_OF_BUCKET.matcher(said);
    if (!key.find()) {
      findings.add(Finding.well("bucket key", "it is one of S3's own"));
    } else if (key.group(1).equals(outputs.get("KeyArn"))) {
      findings.add(Finding.well("bucket key", "it is the vault's"));
    } else {
      look("bucket key", "kms:DescribeKey", () -> othersKey(described(key.group(1)), outputs));
    }
  }

  private JsonNode described(String key) throws IOException {
    String asked = JSON.createObjectNode().put("KeyId", key).toString();
    return JSON.readTree(post("kms", "TrentService.DescribeKey", asked)).path("KeyMetadata");
  }

  private void othersKey(JsonNode key, Map<String, String> outputs) {
    String arn = key.path("Arn").asText();
    if (!key.path("KeyState").asText().equals("Enabled")) {
      findings.add(
          Finding.bad(
              "bucket key",
              arn + ", with which the bucket is encrypted, is " + key.path("KeyState").asText(),
              "its owner enables it: disaster-recovery.md"));
    } else if (!List.of(outputs.getOrDefault("AdoptedKeys", "").split(",", -1)).contains(arn)) {
      findings.add(
          Finding.bad(
              "bucket key",
              "functions have no right on " + arn + ", with which the bucket is encrypted",
              "deploy with it in aws.adopt_keys: adopt.md"));
    } else {
      String account = account(outputs.getOrDefault("KeyArn", ""));
      look("bucket key", "kms:GetKeyPolicy", () -> policy("bucket key", arn, account));
    }
  }

  private static String account(String key) {
    return key.replaceAll(".*:([0-9]{12}):key/.*", "$1");
  }

  private void policy(String about, String arn, String account) throws IOException {
    String asked =
        JSON.createObjectNode().put("KeyId", arn).put("PolicyName", "default").toString();
    KeyPolicy policy =
        KeyPolicy.parse(
            JSON.readTree(post("kms", "TrentService.GetKeyPolicy", asked)).path("Policy").asText());
    List<String> missing = new ArrayList<>(List.of("kms:Decrypt", "kms:GenerateDataKey"));
    missing.removeIf(action -> policy.allows(action, account, stack.name() + "-"));
    findings.add(
        missing.isEmpty()
            ? Finding.well(about, "it is enabled, and its policy lets roles of this account use it")
            : Finding.bad(
                about,
                "the policy of " + arn + " grants nobody here " + String.join(" and ", missing),
                "its owner lets IAM of "
                    + account
                    + " decide, or names the functions' roles: adopt.md"));
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
