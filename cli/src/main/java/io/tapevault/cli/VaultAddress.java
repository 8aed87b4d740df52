package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.node.vault.Auth;
import io.tapevault.node.vault.HttpVaultClient;
import io.tapevault.node.vault.VaultClient.Answer;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which vault a command asks, and how it shows who asks: as a node does.
final class VaultAddress {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern API_ON_AWS =
      Pattern.compile("[^.]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com");

  private static final int BUSY = 503;
  private static final int BUSY_TIMES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  enum Signed {
    aws
  }

  @Option(
      names = "--vault",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8420",
      description = "The vault; on AWS the output ApiUrl. Default: ${DEFAULT-VALUE}")
  private URI vault = URI.create("http://127.0.0.1:8420");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The token that the vault asks for is in it.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--auth",
      paramLabel = "aws",
      description = "Signs with the credentials that AWS's SDK finds.")
  private @Nullable Signed auth;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "That of the API. Default: what its name says, or AWS_REGION")
  private @Nullable String region;

  private @Nullable HttpVaultClient client;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /// The JSON of a success; all else is an [IOException] that says what was answered.
  JsonNode get(String path) throws IOException, InterruptedException {
    return ask("GET", path);
  }

  /// The same of a request without a body.
  JsonNode ask(String method, String path) throws IOException, InterruptedException {
    return ask(method, path, new byte[0]);
  }

  /// The same of any request; a body is JSON.
  JsonNode ask(String method, String path, byte[] body) throws IOException, InterruptedException {
    return JSON.readTree(text(method, path, body));
  }

  /// The same as it was spelled. A vault that is busy is asked again, as long as it takes no more
  /// than some minutes.
  String text(String path) throws IOException, InterruptedException {
    Answer answer = answer("GET", path, new byte[0]);
    for (int i = 0; i < BUSY_TIMES && answer instanceof Said said && said.status() == BUSY; i++) {
      Thread.sleep(pause(said));
      answer = answer("GET", path, new byte[0]);
    }
    return success(answer, path);
  }

  /// The same of what may be larger than an answer, and elsewhere.
  String large(String path) throws IOException, InterruptedException {
    return success(client().fetch(path), path);
  }

  private static Duration pause(Said said) {
    Duration asked = said.after().orElse(PAUSE);
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  private String text(String method, String path, byte[] body)
      throws IOException, InterruptedException {
    return success(answer(method, path, body), path);
  }

  private Answer answer(String method, String path, byte[] body) throws InterruptedException {
    Map<String, String> headers =
        body.length == 0 ? Map.of() : Map.of("content-type", "application/json");
    return client().ask(method, path, headers, body);
  }

  /// The vault itself.
  HttpVaultClient client() {
    HttpVaultClient known = client;
    if (known == null) {
      known =
          new HttpVaultClient(
              vault, auth(), System.getenv(), HttpVaultClient.Surroundings.of(this::warn));
      client = known;
    }
    return known;
  }

  private void warn(String line) {
    Output.err(spec).println("tapevault: " + line);
  }

  String success(Answer answer, String path) throws IOException {
    return switch (answer) {
      case Said said when said.success() -> said.body();
      case Said said ->
          throw new IOException(
              vault + " answered " + said.status() + " to " + path + ": " + detail(said));
      case Unanswered(String why) -> throw new IOException(vault + " does not answer: " + why);
    };
  }

  /// For a segment of a path or a value of a query.
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private Auth auth() {
    if (auth == null) {
      return tokenFile == null ? new Auth.None() : new Auth.Token(tokenFile);
    }
    if (tokenFile != null) {
      throw wrong("--auth aws and --token-file: take one of them away");
    }
    return new Auth.Aws(region());
  }

  private String region() {
    Matcher api = API_ON_AWS.matcher(vault.getHost() == null ? "" : vault.getHost());
    String named =
        region != null
            ? region
            : api.matches() ? api.group(1) : System.getenv().getOrDefault("AWS_REGION", "");
    if (named.isBlank()) {
      throw wrong("--auth aws needs a region, and neither URL nor AWS_REGION says it: --region");
    }
    return named;
  }

  private ParameterException wrong(String what) {
    return Output.wrong(spec, what);
  }

  private static String detail(Said said) {
    try {
      JsonNode detail = JSON.readTree(said.body()).path("detail");
      return detail.isTextual() ? detail.asText() : "it is no vault";
    } catch (IOException e) {
      return "it is no vault";
    }
  }
}
