package io.tapevault.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.node.NodeConfig.Role;
import io.tapevault.node.NodeConfig.WhenFull;
import io.tapevault.node.vault.Auth;
import io.tapevault.settings.YamlLines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a node's settings, and names every fault in them.
final class NodeConfigReader {

  private static final Set<String> KEYS =
      Set.of(
          "vault",
          "token_file",
          "auth",
          "region",
          "node",
          "role",
          "state",
          "audit_log",
          "recordings",
          "when_full",
          "metrics");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final Pattern API_ON_AWS =
      Pattern.compile("[^.]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com");
  private static final Pattern ADDRESS =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1\\]):(\\d{1,5})");

  /// Whose signatures a node can make.
  private enum Service {
    AWS
  }

  private final JsonNode root;
  private final YamlLines lines;
  private final Map<String, String> environment;
  private final List<String> faults = new ArrayList<>();

  NodeConfigReader(JsonNode root, YamlLines lines, Map<String, String> environment) {
    this.root = root;
    this.lines = lines;
    this.environment = environment;
  }

  List<String> faults() {
    return faults;
  }

  /// Empty where there are faults.
  Optional<NodeConfig> config() {
    onlyKnown();
    Optional<URI> vault = text("vault").flatMap(this::vault);
    if (root.path("vault").isMissingNode()) {
      faults.add("vault is missing: the address of the vault, such as https://vault.example.com");
    }
    Auth auth = auth(vault);
    String node = text("node").flatMap(this::name).orElseGet(NodeConfigReader::hostName);
    Path state =
        text("state")
            .flatMap(text -> path("state", text))
            .orElse(Path.of("/var/lib/tapevault-node"));
    List<Path> auditLog = paths("audit_log");
    List<Path> recordings = paths("recordings");
    WhenFull whenFull = word("when_full", WhenFull.class).orElse(WhenFull.WAIT);
    Role role = word("role", Role.class).orElse(Role.NODE);
    InetSocketAddress metrics =
        text("metrics").flatMap(this::metrics).orElse(address("127.0.0.1", 9411));
    return vault
        .filter(uri -> faults.isEmpty())
        .map(uri ->
            new NodeConfig(uri, auth, node, role, state, auditLog, recordings, whenFull, metrics));
  }

  private void onlyKnown() {
    if (!root.isMissingNode() && !root.isObject()) {
      faults.add("the file is not a mapping");
    }
    root.fieldNames()
        .forEachRemaining(name -> {
          if (!KEYS.contains(name)) {
            faults.add(
                lines.at("/" + name)
                    + YamlLines.shown(name)
                    + " is none of "
                    + KEYS.stream().sorted().toList());
          }
        });
  }

  private Optional<String> text(String name) {
    JsonNode node = root.path(name);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isTextual() || node.asText().isBlank()) {
      fault(name, "is " + kind(node) + ", and has to be a text");
      return Optional.empty();
    }
    return Optional.of(node.asText());
  }

  private static String kind(JsonNode node) {
    return node.isTextual()
        ? "empty"
        : "of the kind " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private void fault(String name, String fault) {
    faults.add(lines.at("/" + name) + name + " " + fault);
  }

  private Optional<URI> vault(String text) {
    try {
      URI uri = new URI(text);
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      boolean here =
          "http".equalsIgnoreCase(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost());
      if (uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && (https || here)) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // It is told below.
    }
    fault(
        "vault",
        "is no address such as https://vault.example.com; http is for this machine only, and a"
            + " token stands in token_file");
    return Optional.empty();
  }

  private Auth auth(Optional<URI> vault) {
    Optional<Path> token = text("token_file").flatMap(text -> path("token_file", text));
    if (word("auth", Service.class).isEmpty()) {
      if (root.has("region")) {
        fault("region", "is for auth: aws alone");
      }
      return token.<Auth>map(Auth.Token::new).orElse(new Auth.None());
    }
    if (root.has("token_file")) {
      fault("auth", "is aws, and there is a token_file: take one of them away");
    }
    return new Auth.Aws(region(vault.map(URI::getHost).orElse("")));
  }

  private String region(String host) {
    if (root.has("region")) {
      Optional<String> named = text("region");
      if (named.isPresent() && !REGION.matcher(named.get()).matches()) {
        fault("region", "is no region of AWS, such as eu-west-1");
      }
      return named.orElse("");
    }
    Matcher api = API_ON_AWS.matcher(host);
    String region = api.matches() ? api.group(1) : environment.getOrDefault("AWS_REGION", "");
    if (!REGION.matcher(region).matches()) {
      fault(
          "auth",
          "is aws, and neither the vault's name nor AWS_REGION says where: add a region, such as"
              + " eu-west-1");
    }
    return region;
  }

  private Optional<String> name(String text) {
    if (NAME.matcher(text).matches()) {
      return Optional.of(text);
    }
    fault("node", "is no name: 1 to 128 letters, digits, '.', '_' and '-'");
    return Optional.empty();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private List<Path> paths(String name) {
    JsonNode list = root.path(name);
    if (list.isMissingNode()) {
      return List.of();
    }
    if (!list.isArray()) {
      fault(name, "is no list of folders, such as [/var/lib/teleport/log]");
      return List.of();
    }
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode one = list.get(i);
      String at = name + "/" + i;
      if (one.isTextual() && !one.asText().isBlank()) {
        path(at, one.asText()).ifPresent(paths::add);
      } else {
        fault(at, "is " + kind(one) + ", and has to be a text");
      }
    }
    return List.copyOf(paths);
  }

  private Optional<Path> path(String name, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return Optional.of(path);
      }
    } catch (InvalidPathException e) {
      // It is told below.
    }
    fault(name, "is no absolute path");
    return Optional.empty();
  }

  private <W extends Enum<W>> Optional<W> word(String name, Class<W> words) {
    Optional<String> text = text(name);
    List<String> known = new ArrayList<>();
    for (W one : words.getEnumConstants()) {
      known.add(one.name().toLowerCase(Locale.ROOT));
      if (text.equals(Optional.of(known.getLast()))) {
        return Optional.of(one);
      }
    }
    text.ifPresent(other -> fault(name, "is none of " + known));
    return Optional.empty();
  }

  private Optional<InetSocketAddress> metrics(String text) {
    Matcher address = ADDRESS.matcher(text);
    if (address.matches() && Integer.parseInt(address.group(2)) <= 65_535) {
      return Optional.of(address(address.group(1), Integer.parseInt(address.group(2))));
    }
    fault("metrics", "is no address of this machine, such as 127.0.0.1:9411");
    return Optional.empty();
  }

  private static InetSocketAddress address(String host, int port) {
    String literal = host.equals("localhost") ? "127.0.0.1" : host.replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
