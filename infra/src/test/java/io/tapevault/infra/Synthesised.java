package io.tapevault.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.infra.functions.Packages;
import io.tapevault.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/// The stacks as CloudFormation sees them, synthesised once for all tests, with the flags of
/// `cdk.json`.
///
/// The packages are stand-ins: a template names them by hash only, and the real ones change with
/// every build.
public final class Synthesised {

  public static final Path ROOT =
      Path.of(System.getProperty("tapevault.root", "..")).toAbsolutePath().normalize();
  public static final ObjectMapper JSON = new ObjectMapper();

  public static final String SIEMS =
      "[{\"name\":\"soc\",\"webhook\":\"https://siem.example.com/in?source=tapevault\"}]";

  /// With one SIEM, for any account and region.
  public static final Synthesised ANYWHERE = of(null, Map.of(Settings.SIEMS, SIEMS));

  /// With two SIEMs, for one account and region.
  public static final Synthesised SOMEWHERE =
      of(
          Environment.builder().account("123456789012").region("eu-west-1").build(),
          Map.of(
              Settings.SIEMS,
              SIEMS.replace(
                  "]",
                  """
                  ,{"name":"lake","webhook":"https://lake.example.com/",
                    "secret":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:lake-AbCdEf#token",
                    "redact":{"hash":["user"],"key":"arn:aws:ssm:eu-west-1:123456789012:parameter/lake"}}]\
                  """)));

  /// As [#ANYWHERE], but for one name that the deployment chose.
  public static final Synthesised OTHER_TABLE =
      of(null, Map.of(Settings.SIEMS, SIEMS, Settings.TABLE_NAME, "teleport.events"));

  public static final Synthesised OTHER_BUCKET =
      of(
          null,
          Map.of(
              Settings.SIEMS,
              SIEMS,
              Settings.BUCKET_NAME,
              "my-bucket",
              Settings.TELEPORT_ROLE,
              "arn:aws:iam::111122223333:role/teleport",
              Settings.ALARM_TOPIC,
              "arn:aws:sns:eu-west-1:111122223333:alarms",
              Settings.ORIGINALS_ROLES,
              List.of("arn:aws:iam::111122223333:role/circle"),
              Settings.OBJECT_LOCK,
              "governance:365d"));

  /// As `cdk.json` leaves it: no SIEM.
  public static final Synthesised PLAIN = of(null, Map.of());

  private final JsonNode json;
  private final @Nullable Synthesised data;

  private Synthesised(JsonNode json, @Nullable Synthesised data) {
    this.json = json;
    this.data = data;
  }

  public static Synthesised of(@Nullable Environment environment, Map<String, Object> context) {
    return of(stacks(environment, context));
  }

  public static Synthesised of(Stacks stacks) {
    return new Synthesised(json(stacks.functions()), new Synthesised(json(stacks.data()), null));
  }

  private static JsonNode json(Stack stack) {
    return JSON.valueToTree(Template.fromStack(stack).toJSON());
  }

  /// What is kept, which is a stack of its own.
  public Synthesised data() {
    return Objects.requireNonNull(data, "this is it");
  }

  /// Not synthesised yet.
  public static Stacks stacks(@Nullable Environment environment, Map<String, Object> context) {
    needNode();
    try {
      Map<String, Object> all = new HashMap<>(contextOfCdkJson());
      all.putAll(context);
      Path folder = Files.createTempDirectory(ROOT.resolve("infra/target"), "synthesised");
      App app =
          new App(
              AppProps.builder()
                  .analyticsReporting(false)
                  .context(all)
                  .outdir(folder.resolve("cdk.out").toString())
                  .build());
      return Stacks.of(app, environment, Settings.from(all), standIns(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode json() {
    return json;
  }

  public JsonNode outputs() {
    return json.path("Outputs");
  }

  /// The properties of all resources of a type, by logical id.
  public Map<String, JsonNode> properties(String type) {
    Map<String, JsonNode> found = new HashMap<>();
    resources(type).forEach((id, resource) -> found.put(id, resource.path("Properties")));
    return found;
  }

  public Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> found = new HashMap<>();
    for (Map.Entry<String, JsonNode> resource : json.path("Resources").properties()) {
      if (resource.getValue().path("Type").asText().equals(type)) {
        found.put(resource.getKey(), resource.getValue());
      }
    }
    return found;
  }

  /// The only resource of a type whose id starts so.
  public JsonNode one(String type, String idPrefix) {
    List<JsonNode> found = new ArrayList<>();
    properties(type)
        .forEach((id, properties) -> {
          if (id.startsWith(idPrefix)) {
            found.add(properties);
          }
        });
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type + " begin with " + idPrefix);
    }
    return found.getFirst();
  }

  public Map<String, JsonNode> functions() {
    return properties("AWS::Lambda::Function");
  }

  static JsonNode resource(String name) {
    try {
      return JSON.readTree(ROOT.resolve("infra/src/test/resources").resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> contextOfCdkJson() throws IOException {
    Map<String, Object> context = new HashMap<>();
    JsonNode json = JSON.readTree(ROOT.resolve("infra/cdk.json").toFile()).path("context");
    for (Map.Entry<String, JsonNode> flag : json.properties()) {
      context.put(flag.getKey(), JSON.convertValue(flag.getValue(), Object.class));
    }
    return context;
  }

  static Packages standIns(Path root) throws IOException {
    for (String function : List.of("ingest", "forward", "playback", "authorize")) {
      Path zip = root.resolve("functions/" + function + "/target/" + function + ".zip");
      Files.createDirectories(zip.getParent());
      Files.writeString(zip, "in place of " + function);
    }
    Path image = Files.createDirectories(root.resolve("functions/image"));
    Files.copy(ROOT.resolve("functions/image/Dockerfile"), image.resolve("Dockerfile"));
    return Packages.under(root);
  }

  private static void needNode() {
    String node = System.getenv().getOrDefault("JSII_NODE", "node");
    try {
      int exit = new ProcessBuilder(node, "--version").redirectErrorStream(true).start().waitFor();
      if (exit != 0) {
        throw new AssertionError(node + " --version ends with " + exit);
      }
    } catch (IOException absent) {
      throw new AssertionError(
          "CDK needs Node.js, and there is no '"
              + node
              + "': install Node 22 or newer, or name it in JSII_NODE",
          absent);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public static Stream<Synthesised> all() {
    return Stream.of(ANYWHERE, SOMEWHERE, PLAIN);
  }
}
