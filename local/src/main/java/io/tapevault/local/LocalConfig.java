package io.tapevault.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The settings of `tapevault local`, from YAML in Teleport's spelling:
///
/// ```yaml
/// storage:
///   audit_events_uri: sqlite:///var/lib/tapevault/events.db
///   audit_sessions_uri: file:///var/lib/tapevault/recordings
///   retention_period: 365d
/// forward:
///   - name: soc
///     webhook: https://siem.example.com/events
///     secret: whsec_…
/// ```
///
/// Everything may be left out. Without URIs, events and recordings are kept in the data folder.
public record LocalConfig(Path events, URI recordings, Retention retention, List<SinkSpec> siems) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  public static LocalConfig defaults(Path data) {
    return new LocalConfig(
        data.resolve("events.db"),
        data.toAbsolutePath().resolve("recordings").toUri(),
        Retention.DEFAULT,
        List.of());
  }

  public LocalConfig with(SinkSpec siem) {
    List<SinkSpec> more = new ArrayList<>(siems);
    more.add(siem);
    return new LocalConfig(events, recordings, retention, List.copyOf(more));
  }

  /// Reads a file. Every fault in it is named in one [IllegalArgumentException], which repeats no
  /// secret.
  // The cause would quote the lines around the fault.
  @SuppressWarnings("UnusedException")
  public static LocalConfig read(Path file, Path data) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    JsonNode root;
    Reader reader;
    try {
      root = YAML.readTree(bytes);
      reader = new Reader(YamlLines.of(YAML, bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is not YAML: " + YamlLines.said(e));
    }
    LocalConfig config =
        reader.config(root == null ? MissingNode.getInstance() : root, defaults(data));
    if (!reader.faults.isEmpty()) {
      throw new IllegalArgumentException(file + ":\n  - " + String.join("\n  - ", reader.faults));
    }
    return config;
  }

  private static final class Reader {
    private final List<String> faults = new ArrayList<>();
    private final YamlLines lines;

    Reader(YamlLines lines) {
      this.lines = lines;
    }

    LocalConfig config(JsonNode root, LocalConfig defaults) {
      only(root, "the file", Set.of("storage", "forward"));
      JsonNode storage = root.path("storage");
      only(
          storage, "storage", Set.of("audit_events_uri", "audit_sessions_uri", "retention_period"));
      return new LocalConfig(
          events(storage.path("audit_events_uri").asText(""), defaults.events()),
          recordings(storage.path("audit_sessions_uri").asText(""), defaults.recordings()),
          retention(storage.path("retention_period")),
          new SiemList(lines, faults).read(root.path("forward")));
    }

    private void only(JsonNode node, String where, Set<String> known) {
      if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
        faults.add(where + " is not a mapping");
      }
      node.fieldNames()
          .forEachRemaining(name -> {
            if (!known.contains(name)) {
              faults.add(
                  where
                      + " has "
                      + YamlLines.shown(name)
                      + ", which is none of "
                      + known.stream().sorted().toList());
            }
          });
    }

    private Path events(String uri, Path otherwise) {
      if (uri.isEmpty()) {
        return otherwise;
      }
      if (!uri.startsWith("sqlite:///")) {
        faults.add(
            "storage.audit_events_uri is '"
                + uri
                + "'; on one machine it is sqlite:///path/to/file");
        return otherwise;
      }
      return Path.of(uri.substring("sqlite://".length()));
    }

    private URI recordings(String uri, URI otherwise) {
      if (uri.isEmpty()) {
        return otherwise;
      }
      if (!uri.startsWith("file:///")) {
        faults.add(
            "storage.audit_sessions_uri is '" + uri + "'; on one machine it is file:///folder");
        return otherwise;
      }
      return url("storage.audit_sessions_uri", uri, otherwise);
    }

    private URI url(String where, String text, URI otherwise) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException e) {
        faults.add(where + " is '" + text + "', which is no URI");
        return otherwise;
      }
    }

    private Retention retention(JsonNode node) {
      try {
        return node.isMissingNode() || node.isNull()
            ? Retention.DEFAULT
            : Retention.parse(node.asText());
      } catch (IllegalArgumentException e) {
        faults.add("storage.retention_period: " + e.getMessage() + ", or the word forever");
        return Retention.DEFAULT;
      }
    }
  }
}
