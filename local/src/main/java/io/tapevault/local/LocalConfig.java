package io.tapevault.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import io.tapevault.settings.YamlLines;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    try (JsonParser parser = YAML.createParser(bytes)) {
      root = YAML.readTree(bytes);
      reader = new Reader(YamlLines.of(parser));
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
      only(root, "the file", "", Set.of("storage", "forward"));
      JsonNode storage = root.path("storage");
      only(
          storage,
          "storage",
          "/storage",
          Set.of("audit_events_uri", "audit_sessions_uri", "retention_period"));
      return new LocalConfig(
          text(storage, "audit_events_uri").flatMap(this::events).orElse(defaults.events()),
          text(storage, "audit_sessions_uri")
              .flatMap(this::recordings)
              .orElse(defaults.recordings()),
          text(storage, "retention_period").flatMap(this::retention).orElse(Retention.DEFAULT),
          new SiemList(lines, faults).read(root.path("forward")));
    }

    private Optional<String> text(JsonNode storage, String name) {
      JsonNode node = storage.path(name);
      if (node.isMissingNode() || node.isNull()) {
        return Optional.empty();
      }
      // A retention of 0 is a number in YAML.
      if (node.isTextual() || node.isIntegralNumber()) {
        return Optional.of(node.asText());
      }
      String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
      fault(name, "is of the kind " + kind + ", and has to be a text");
      return Optional.empty();
    }

    private void fault(String name, String fault) {
      faults.add(lines.at("/storage/" + name) + "storage." + name + " " + fault);
    }

    private void only(JsonNode node, String where, String pointer, Set<String> known) {
      if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
        faults.add(lines.at(pointer) + where + " is not a mapping");
      }
      node.fieldNames()
          .forEachRemaining(name -> {
            if (!known.contains(name)) {
              faults.add(
                  lines.at(pointer + "/" + name)
                      + where
                      + " has "
                      + YamlLines.shown(name)
                      + ", which is none of "
                      + known.stream().sorted().toList());
            }
          });
    }

    // No value is repeated: there may be a secret in it.
    private Optional<Path> events(String uri) {
      if (!uri.startsWith("sqlite:///")) {
        fault("audit_events_uri", "is no sqlite:///path/to/file, which it is on one machine");
        return Optional.empty();
      }
      return Optional.of(Path.of(uri.substring("sqlite://".length())));
    }

    private Optional<URI> recordings(String uri) {
      try {
        if (uri.startsWith("file:///")) {
          return Optional.of(new URI(uri));
        }
        fault("audit_sessions_uri", "is no file:///folder, which it is on one machine");
      } catch (URISyntaxException e) {
        fault("audit_sessions_uri", "is no URI: " + e.getReason());
      }
      return Optional.empty();
    }

    private Optional<Retention> retention(String text) {
      try {
        return Optional.of(Retention.parse(text));
      } catch (IllegalArgumentException e) {
        fault("retention_period", "is no duration such as 365d, nor the word forever");
        return Optional.empty();
      }
    }
  }
}
