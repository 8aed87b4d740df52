package io.tapevault.node;

import io.tapevault.node.vault.Auth;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.YamlReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of `tapevault node`, from YAML:
///
/// ```yaml
/// vault: https://vault.example.com
/// token_file: /etc/tapevault/token
/// node: web-1
/// role: node
/// state: /var/lib/tapevault-node
/// audit_log: [/var/lib/teleport/log]
/// recordings: [/var/lib/teleport/log/upload/streaming/default]
/// when_full: wait
/// metrics: 127.0.0.1:9411
/// ```
///
/// Only `vault` has to be there. In the place of `token_file` may stand `auth: aws`, with `region`.
public record NodeConfig(
    URI vault,
    Auth auth,
    String node,
    Role role,
    Path state,
    List<Path> auditLog,
    List<Path> recordings,
    WhenFull whenFull,
    InetSocketAddress metrics) {

  private static final int MOST_READ = 1 << 20;

  /// Beside what it runs: in a cluster whose proxies record, only what is beside a proxy ships
  /// recordings.
  public enum Role {
    NODE,
    PROXY
  }

  /// What a node does while its disk is full. It deletes nothing in any case.
  public enum WhenFull {
    /// Says so, and goes on when there is room.
    WAIT,
    /// Says so, and ends, for whoever watches over it.
    STOP
  }

  /// Reads a file. Every fault in it is named with its line, in one [IllegalArgumentException]. The
  /// environment may name AWS's region.
  public static NodeConfig read(Path file, Map<String, String> environment) throws IOException {
    // To open a pipe is to wait for whoever writes to it.
    if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MOST_READ)) {
      throw new IllegalArgumentException(file + " is no configuration: no file, or much larger");
    }
    Faults faults = new Faults();
    Optional<NodeConfig> config =
        YamlReader.read(Files.readAllBytes(file), faults)
            .flatMap(yaml -> new NodeConfigReader(yaml, faults, environment).config());
    return config.orElseThrow(() ->
        new IllegalArgumentException(file + ":\n  - " + String.join("\n  - ", faults.inOrder())));
  }
}
