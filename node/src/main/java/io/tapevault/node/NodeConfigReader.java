package io.tapevault.node;

import io.tapevault.node.NodeConfig.Role;
import io.tapevault.node.NodeConfig.WhenFull;
import io.tapevault.node.vault.Auth;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.YamlSection;
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

  private final YamlSection root;
  private final Faults faults;
  private final Map<String, String> environment;

  NodeConfigReader(Yaml yaml, Faults faults, Map<String, String> environment) {
    this.root = YamlSection.root(yaml, faults);
    this.faults = faults;
    this.environment = environment;
  }

  /// Empty where there are faults.
  Optional<NodeConfig> config() {
    Optional<String> address = root.text("vault");
    if (address.isEmpty()) {
      root.fault(
          "vault", "is missing: the address of the vault, such as https://vault.example.com");
    }
    Optional<URI> vault = address.flatMap(this::vault);
    Auth auth = auth(vault);
    String node = root.text("node").flatMap(this::name).orElseGet(NodeConfigReader::hostName);
    Path state = path("state").orElse(Path.of("/var/lib/tapevault-node"));
    List<Path> auditLog = paths("audit_log");
    List<Path> recordings = paths("recordings");
    WhenFull whenFull = word("when_full", WhenFull.class).orElse(WhenFull.WAIT);
    Role role = word("role", Role.class).orElse(Role.NODE);
    InetSocketAddress metrics =
        root.text("metrics").flatMap(this::metrics).orElse(address("127.0.0.1", 9411));
    root.end();
    return vault
        .filter(uri -> faults.isEmpty())
        .map(uri ->
            new NodeConfig(uri, auth, node, role, state, auditLog, recordings, whenFull, metrics));
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
    root.fault(
        "vault",
        "is no address such as https://vault.example.com; http is for this machine only, and a"
            + " token stands in token_file");
    return Optional.empty();
  }

  private Auth auth(Optional<URI> vault) {
    Optional<Path> token = path("token_file");
    if (word("auth", Service.class).isEmpty()) {
      if (root.text("region").isPresent()) {
        root.fault("region", "is for auth: aws alone");
      }
      return token.<Auth>map(Auth.Token::new).orElse(new Auth.None());
    }
    if (token.isPresent()) {
      root.fault("auth", "is aws, and there is a token_file: take one of them away");
    }
    return new Auth.Aws(region(vault.map(URI::getHost).orElse("")));
  }

  private String region(String host) {
    Optional<String> named = root.text("region");
    if (named.isPresent()) {
      if (!REGION.matcher(named.get()).matches()) {
        root.fault("region", "is no region of AWS, such as eu-west-1");
      }
      return named.get();
    }
    Matcher api = API_ON_AWS.matcher(host);
    String region = api.matches() ? api.group(1) : environment.getOrDefault("AWS_REGION", "");
    if (!REGION.matcher(region).matches()) {
      root.fault(
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
    root.fault("node", "is no name: 1 to 128 letters, digits, '.', '_' and '-'");
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
    List<Path> paths = new ArrayList<>();
    for (Yaml one : root.list(name)) {
      Optional<Path> path =
          one instanceof Yaml.Scalar scalar && scalar.kind() == Kind.TEXT
              ? absolute(scalar.text())
              : Optional.empty();
      path.ifPresentOrElse(
          paths::add, () -> faults.add(one.line(), name + " has what is no absolute path"));
    }
    return List.copyOf(paths);
  }

  private Optional<Path> path(String name) {
    Optional<String> text = root.text(name);
    Optional<Path> path = text.flatMap(NodeConfigReader::absolute);
    if (text.isPresent() && path.isEmpty()) {
      root.fault(name, "is no absolute path");
    }
    return path;
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private <W extends Enum<W>> Optional<W> word(String name, Class<W> words) {
    Optional<String> text = root.text(name);
    List<String> known = new ArrayList<>();
    for (W one : words.getEnumConstants()) {
      known.add(one.name().toLowerCase(Locale.ROOT));
      if (text.equals(Optional.of(known.getLast()))) {
        return Optional.of(one);
      }
    }
    text.ifPresent(other -> root.fault(name, "is none of " + known));
    return Optional.empty();
  }

  private Optional<InetSocketAddress> metrics(String text) {
    Matcher address = ADDRESS.matcher(text);
    if (address.matches() && Integer.parseInt(address.group(2)) <= 65_535) {
      return Optional.of(address(address.group(1), Integer.parseInt(address.group(2))));
    }
    root.fault("metrics", "is no address of this machine, such as 127.0.0.1:9411");
    return Optional.empty();
  }

  private static InetSocketAddress address(String host, int port) {
    String literal = host.equals("localhost") ? "127.0.0.1" : host.replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
