package io.tapevault.cli.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows.Format;
import io.tapevault.cli.process.Environment;
import io.tapevault.cli.vault.Profiles.Setting;
import io.tapevault.node.vault.HttpVaultClient;
import io.tapevault.node.vault.Receiver;
import io.tapevault.node.vault.VaultClient.Answer;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which vault a command asks, and how it shows who asks: as a node does.
public final class VaultAddress {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BUSY = 503;
  private static final int BEING_MADE = 202;
  private static final int BUSY_TIMES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  enum Signed {
    aws
  }

  @Option(
      names = "--vault",
      paramLabel = "URL|aws:STACK",
      description =
          "The vault: where it listens, or the deployment on AWS with this stack. Default: that of"
              + " the profile, or http://127.0.0.1:8420")
  private @Nullable String vault;

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
      description = "That of the API or stack. Default: what its name says, or AWS_REGION")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "What 'tapevault profiles' has under this name holds, but for other options.")
  private String profile = "";

  private @Nullable Asked asked;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /// The deployment of this stage, whatever else would be meant.
  public void isStage(String stage) {
    if (vault != null) {
      throw Output.wrong(spec, "--stage and --vault: take one of them away");
    }
    vault = "aws:Tapevault-" + stage;
  }

  /// The JSON of a success; all else is an [IOException] that says what was answered.
  public JsonNode get(String path) throws IOException, InterruptedException {
    return ask("GET", path);
  }

  /// The same of a request without a body.
  public JsonNode ask(String method, String path) throws IOException, InterruptedException {
    return ask(method, path, new byte[0]);
  }

  /// The same of any request; a body is JSON.
  public JsonNode ask(String method, String path, byte[] body)
      throws IOException, InterruptedException {
    return JSON.readTree(text(method, path, body));
  }

  /// The same as it was spelled. A vault that is busy is asked again, as long as it takes no more
  /// than some minutes.
  public String text(String path) throws IOException, InterruptedException {
    return success(patient(() -> answer("GET", path, new byte[0])), path);
  }

  /// The same of any size, as it comes. What is made first is waited for.
  public void receive(String path, Receiver receiver) throws IOException, InterruptedException {
    String where = path;
    while (true) {
      String there = where;
      Answer answer = patient(() -> client().receive(there, Map.of(), receiver));
      if (!(answer instanceof Said said) || said.status() != BEING_MADE) {
        String _ = success(answer, path);
        return;
      }
      if (where.equals(path)) {
        warn("the vault makes a file of it first, since it is large; this waits for it");
      }
      Thread.sleep(pause(said));
      where = again(where, said.header("location").orElse(""));
    }
  }

  private static String again(String path, String where) {
    return where.startsWith("?") ? path.replaceFirst("\\?.*", "") + where : path;
  }

  private interface Ask {
    Answer answer() throws IOException, InterruptedException;
  }

  private static Answer patient(Ask ask) throws IOException, InterruptedException {
    Answer answer = ask.answer();
    for (int i = 0; i < BUSY_TIMES && answer instanceof Said said && said.status() == BUSY; i++) {
      Thread.sleep(pause(said));
      answer = ask.answer();
    }
    return answer;
  }

  /// The same of what may be larger than an answer, and elsewhere.
  public String large(String path) throws IOException, InterruptedException {
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

  private Answer answer(String method, String path, byte[] body)
      throws IOException, InterruptedException {
    Map<String, String> headers =
        body.length == 0 ? Map.of() : Map.of("content-type", "application/json");
    return client().ask(method, path, headers, body);
  }

  /// What only AWS tells of a deployment there.
  public List<Finding> onAws() throws IOException {
    return Vaults.onAws(asker(), environment(), spec);
  }

  /// The vault itself, and how messages name it.
  private record Asked(HttpVaultClient client, String name) {}

  /// The vault itself.
  public HttpVaultClient client() throws IOException {
    return asked().client();
  }

  /// How people know it.
  public String name() throws IOException {
    return asked().name();
  }

  private Asked asked() throws IOException {
    Asked known = asked;
    if (known == null) {
      Vaults.Named named = Vaults.of(asker(), environment(), spec);
      known =
          new Asked(
              new HttpVaultClient(
                  named.url(),
                  named.auth(),
                  environment(),
                  HttpVaultClient.Surroundings.of(this::warn)),
              named.url().toString());
      asked = known;
    }
    return known;
  }

  private Map<String, String> environment() {
    return Environment.of(spec);
  }

  private Asker asker() throws IOException {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    flags.put(Setting.VAULT, vault == null ? "" : vault);
    flags.put(Setting.TOKEN_FILE, tokenFile == null ? "" : tokenFile.toString());
    flags.put(Setting.AUTH, auth == null ? "" : auth.name());
    flags.put(Setting.REGION, region == null ? "" : region);
    return Asker.of(flags, profile, environment());
  }

  /// How a list is printed: as was asked for, or as who asks usually wants it.
  Format format(@Nullable Format wanted) throws IOException {
    if (wanted != null) {
      return wanted;
    }
    Asker asker = asker();
    String usual = asker.text(Setting.OUTPUT);
    for (Format one : Format.values()) {
      if (one.name().equals(usual)) {
        return one;
      }
    }
    if (!usual.isEmpty()) {
      throw new IOException(
          asker.from(Setting.OUTPUT) + ": the output is table, json, ndjson or csv, not " + usual);
    }
    return Format.table;
  }

  private void warn(String line) {
    Output.err(spec).println("tapevault: " + line);
  }

  public String success(Answer answer, String path) throws IOException {
    String name = asked().name();
    return switch (answer) {
      case Said said when said.success() -> said.body();
      case Said said ->
          throw new Refusal(
              name + " answered " + said.status() + " to " + path + ": " + detail(said));
      case Unanswered(String why) -> throw new IOException(name + " does not answer: " + why);
    };
  }

  /// The vault is there, and did not do what it was asked for.
  public static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /// For a segment of a path or a value of a query.
  public static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String detail(Said said) {
    try {
      JsonNode body = JSON.readTree(said.body());
      // The gateway before it on AWS says it so.
      JsonNode detail =
          body.has("detail")
              ? body.path("detail")
              : body.has("message") ? body.path("message") : body.path("Message");
      // What is a parameter there, is an option here.
      return detail.isTextual()
          ? detail.asText().replace("?partial=true", "--partial")
          : "it is no vault";
    } catch (IOException e) {
      return "it is no vault";
    }
  }
}
