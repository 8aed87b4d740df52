package io.tapevault.node.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.node.vault.Authenticator.Unsigned;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

@Timeout(60)
final class AwsSignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String API = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod";
  private static final String KEY = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void give() {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
  }

  @AfterEach
  void take() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void a_request_without_a_body_is_signed_as_botocore_signs_it() throws IOException {
    assertEquals(
        Map.of(
            "x-amz-date",
            "20261125T120000Z",
            "x-amz-content-sha256",
            NOTHING,
            "authorization",
            authorization(
                "host;x-amz-content-sha256;x-amz-date",
                "ade535c8469691646b3687b4ba9059636bfb46bbe0e636e97f71f5f9da7f3e01")),
        AwsSignature.ofApi("eu-west-1", "")
            .headers(
                new Unsigned(
                    "GET",
                    URI.create(API + "/v1/recordings/a%20b/uploads/u?after=10&a=x%2Fy"),
                    Map.of("if-none-match", "x")),
                new byte[0],
                NOW));
  }

  @Test
  void a_body_and_the_token_of_a_role_are_signed_as_botocore_signs_them() throws IOException {
    assertEquals(
        Map.of(
            "x-amz-date", "20261125T120000Z",
            "x-amz-security-token", "token",
            "x-amz-content-sha256",
                "4fb19bc0f801aa35427d67cf0448a68a7f08cbbf4be305f30c970dd6d20b748b",
            "authorization",
                authorization(
                    "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
                    "f01989f2a21cf2f5fd6fbf12b883005e9bf520041a48d930ce614f06d6cc5d8a")),
        new AwsSignature(
                StaticCredentialsProvider.create(
                    AwsSessionCredentials.create(KEY, SECRET, "token")),
                "eu-west-1",
                "execute-api")
            .headers(
                new Unsigned(
                    "POST",
                    URI.create(API + "/v1/events"),
                    Map.of("content-type", "application/x-ndjson", "content-length", "26")),
                "{\"event\":\"session.start\"}\n".getBytes(UTF_8),
                NOW));
  }

  private static String authorization(String signed, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + KEY
        + "/20261125/eu-west-1/execute-api/aws4_request, SignedHeaders="
        + signed
        + ", Signature="
        + signature;
  }

  // "GET Bucket Lifecycle" of the examples of signatures in AWS's reference of S3.
  @Test
  void the_example_that_aws_published_has_its_signature() throws IOException {
    Map<String, String> headers =
        new AwsSignature(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", SECRET.replace("+", "/"))),
                "us-east-1",
                "s3")
            .headers(
                new Unsigned(
                    "GET",
                    URI.create("https://examplebucket.s3.amazonaws.com/?lifecycle"),
                    Map.of()),
                new byte[0],
                Instant.parse("2013-05-24T00:00:00Z"));
    assertEquals(
        "AWS4-HMAC-SHA256"
            + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
            + " Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        headers.get("authorization"));
  }

  @Test
  void what_is_signed_is_what_is_sent_and_a_ticket_is_not_signed() throws Exception {
    try (Wire vault = Wire.answering(Wire.head(403, "Date: Wed, 25 Nov 2026 12:03:59 GMT"))) {
      HttpVaultClient client = client(vault, new Auth.Aws("eu-west-1"));
      Map<String, String> headers = Map.of("content-type", "a/b", "if-none-match", "x");
      byte[] body = "abc".getBytes(UTF_8);
      assertEquals(403, ((Said) client.ask("POST", "/v1/events?a=b", headers, body)).status());
      URI url = URI.create("http://127.0.0.1:" + vault.port() + "/v1/events?a=b");
      Map<String, String> signed =
          new TreeMap<>(
              AwsSignature.ofApi("eu-west-1", "")
                  .headers(new Unsigned("POST", url, headers), body, NOW));
      signed.put("content-type", "a/b");
      signed.put("host", "127.0.0.1:" + vault.port());
      Map<String, String> sent = sent(vault.heads().getFirst());
      sent.keySet().retainAll(signed.keySet());
      assertEquals(signed, sent);
      assertEquals(1, vault.heads().size());
      client.send("PUT", url, Map.of(), BodyPublishers.ofString("abc"));
      Map<String, String> ticket = sent(vault.heads().getLast());
      assertFalse(ticket.keySet().stream().anyMatch(name -> name.matches("auth.*|x-amz.*")));
    }
  }

  @Test
  void who_is_refused_for_a_wrong_clock_signs_once_more_for_the_vaults_time() throws Exception {
    try (Wire vault = Wire.answering(Wire.head(403, "Date: Wed, 25 Nov 2026 12:04:01 GMT"))) {
      client(vault, new Auth.Aws("eu-west-1")).ask("GET", "/v1/config", Map.of(), new byte[0]);
      assertEquals(
          List.of("20261125T120000Z", "20261125T120401Z"),
          vault.heads().stream().map(head -> sent(head).get("x-amz-date")).toList());
      assertEquals(
          List.of(
              "the clock of this machine is 241 s behind the vault's: set it right, or events get"
                  + " times that are wrong"),
          log);
    }
  }

  @Test
  void the_vaults_time_is_kept_until_this_machines_is_right_again() throws Exception {
    try (Wire vault = Wire.answering(Wire.head(403, "Date: Thu, 26 Nov 2026 12:00:00 GMT"))) {
      AtomicReference<Instant> now = new AtomicReference<>(NOW);
      HttpVaultClient client =
          new HttpVaultClient(
              URI.create("http://127.0.0.1:" + vault.port()),
              new Auth.Aws("eu-west-1"),
              Map.of(),
              new HttpVaultClient.Surroundings(now::get, log::add, Duration.ofSeconds(20)));
      client.ask("GET", "/v1/config", Map.of(), new byte[0]);
      now.set(NOW.plusSeconds(7));
      client.ask("GET", "/v1/config", Map.of(), new byte[0]);
      now.set(NOW.plus(Duration.ofDays(1)));
      client.ask("GET", "/v1/config", Map.of(), new byte[0]);
      client.ask("GET", "/v1/config", Map.of(), new byte[0]);
      assertEquals(
          List.of(
              "20261125T120000Z",
              "20261126T120000Z",
              "20261126T120007Z",
              "20261127T115953Z",
              "20261126T120000Z",
              "20261126T120000Z"),
          vault.heads().stream().map(head -> sent(head).get("x-amz-date")).toList());
    }
  }

  @Test
  void who_finds_no_credentials_is_told_what_to_do_and_nothing_of_what_was_found() {
    AwsSignature signature =
        new AwsSignature(
            () -> {
              throw SdkClientException.create("a process printed " + SECRET);
            },
            "eu-west-1",
            "execute-api");
    assertEquals(
        "no AWS credentials were found: give this machine a role, or set AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, in its environment",
        assertThrows(
                IOException.class,
                () ->
                    signature.headers(
                        new Unsigned("GET", URI.create(API), Map.of()), new byte[0], NOW))
            .getMessage());
  }

  @Test
  void who_does_not_sign_needs_nothing_of_the_sdk() throws Exception {
    String all = System.getProperty("java.class.path");
    String path =
        Stream.of(all.split(File.pathSeparator))
            .filter(one -> !one.contains("awssdk"))
            .collect(Collectors.joining(File.pathSeparator));
    assertNotEquals(all, path);
    try (Wire vault = Wire.answering(Wire.head(200))) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  path,
                  Asks.class.getName(),
                  "http://127.0.0.1:" + vault.port())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), said);
      assertEquals(1, vault.heads().size());
    }
  }

  /// Asks a vault, and fails where nobody answers.
  static final class Asks {
    private Asks() {}

    public static void main(String[] args) throws InterruptedException {
      VaultClient client =
          new HttpVaultClient(
              URI.create(args[0]),
              new Auth.None(),
              Map.of(),
              HttpVaultClient.Surroundings.of(line -> {}));
      if (client.ask("GET", "/", Map.of(), new byte[0]) instanceof Unanswered(String why)) {
        throw new IllegalStateException(why);
      }
    }
  }

  private static Map<String, String> sent(String head) {
    return head.lines()
        .skip(1)
        .filter(line -> line.contains(": "))
        .map(line -> line.split(": ", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0].toLowerCase(Locale.ROOT),
                pair -> pair[1],
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }

  private HttpVaultClient client(Wire vault, Auth auth) {
    return new HttpVaultClient(
        URI.create("http://127.0.0.1:" + vault.port()),
        auth,
        Map.of(),
        new HttpVaultClient.Surroundings(() -> NOW, log::add, Duration.ofSeconds(20)));
  }
}
