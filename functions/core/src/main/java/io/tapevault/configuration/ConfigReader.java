package io.tapevault.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.configuration.VaultConfig.Alarms;
import io.tapevault.configuration.VaultConfig.Limits;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.configuration.VaultConfig.SessionRecording;
import io.tapevault.configuration.VaultConfig.Storage;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Durations;
import io.tapevault.settings.Retention;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.YamlReader;
import io.tapevault.yaml.YamlSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads a document of settings, as [VaultConfig] has them: docs/reference/configuration.md. It is
/// right as a whole, or everything that is wrong with it is named.
public final class ConfigReader {

  private static final String DURATION = "is no duration such as 30s, 5m, 24h or 365d";

  // A node tells every minute that it is there.
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(2);

  private final Place place;

  public ConfigReader(Place place) {
    this.place = place;
  }

  /// What only the place where a document is used can judge. Each method throws an
  /// [IllegalArgumentException] whose message names the fault, and repeats neither address nor
  /// secret.
  public interface Place {
    void events(String uri);

    void recordings(String uri);

    void siem(SinkSpec siem);
  }

  /// What a document is.
  public sealed interface Judged {

    /// `written` is every setting as it is written.
    record Right(VaultConfig config, Written written) implements Judged {}

    /// Each fault with its line, in the order of lines.
    record Wrong(List<String> faults) implements Judged {}
  }

  public Judged read(String document) {
    if (!Configuration.fits(document)) {
      return new Judged.Wrong(List.of(Configuration.wrongLength(document).said()));
    }
    Faults faults = new Faults();
    Optional<Yaml> yaml = YamlReader.read(document.getBytes(UTF_8), faults);
    Optional<VaultConfig> config = yaml.map(root -> config(root, faults));
    return faults.isEmpty()
        ? new Judged.Right(config.orElseThrow(), Written.of(yaml.orElseThrow()))
        : new Judged.Wrong(faults.inOrder());
  }

  private VaultConfig config(Yaml yaml, Faults faults) {
    YamlSection root = YamlSection.root(yaml, faults);
    Nodes none = VaultConfig.DEFAULT.nodes();
    SessionRecording mode =
        root.text("session_recording", "is none of node, proxy and off", ConfigReader::mode)
            .orElse(none.mode());
    VaultConfig config =
        new VaultConfig(
            root.number("listen", 1, 65_535).map(Math::toIntExact).orElse(null),
            storage(root.section("storage"), faults),
            nodes(root.section("nodes"), mode),
            limits(root.section("limits")),
            new SiemReader(place, faults).read(root.list("forward")));
    root.end();
    return config;
  }

  private static SessionRecording mode(String word) {
    return switch (word) {
      case "node" -> SessionRecording.NODE;
      case "proxy" -> SessionRecording.PROXY;
      case "off" -> SessionRecording.OFF;
      default -> throw new IllegalArgumentException();
    };
  }

  private Storage storage(YamlSection storage, Faults faults) {
    Optional<String> events = storage.text("audit_events_uri");
    Optional<String> table = storage.text("audit_table_name").map(name -> "dynamodb://" + name);
    Optional<String> recordings = storage.text("audit_sessions_uri");
    if (events.isPresent() && table.isPresent()) {
      storage.fault("audit_table_name", "and audit_events_uri say the same; leave one out");
    }
    events.ifPresent(uri -> judge(storage, "audit_events_uri", () -> place.events(uri)));
    table.ifPresent(uri -> judge(storage, "audit_table_name", () -> place.events(uri)));
    recordings.ifPresent(uri -> judge(storage, "audit_sessions_uri", () -> place.recordings(uri)));
    Storage read =
        new Storage(
            events.or(() -> table).orElse(null),
            recordings.orElse(null),
            storage
                .textOrZero(
                    "retention_period",
                    "is no duration such as 365d, nor the word forever",
                    Retention::parse)
                .orElse(null),
            new RetentionReader(faults).read(storage.section("retention")));
    storage.end();
    return read;
  }

  private static void judge(YamlSection section, String member, Runnable judgement) {
    try {
      judgement.run();
    } catch (IllegalArgumentException e) {
      section.fault(member, String.valueOf(e.getMessage()));
    }
  }

  private static Nodes nodes(YamlSection nodes, SessionRecording mode) {
    Nodes none = VaultConfig.DEFAULT.nodes();
    YamlSection upload = nodes.section("upload");
    Nodes read =
        new Nodes(
            mode,
            nodes
                .text(
                    "audit_sessions_uri",
                    "is no file:///folder that nodes and vault both have",
                    ConfigReader::folder)
                .orElse(null),
            upload.number("parallel", 1, 64).map(Math::toIntExact).orElse(none.parallel()),
            upload.number("max_bytes_per_second", 1_024, Long.MAX_VALUE).orElse(null),
            duration(nodes, "grace_period").orElse(none.gracePeriod()),
            duration(nodes, "keep_for").orElse(none.keepFor()),
            alarms(nodes));
    upload.end();
    nodes.end();
    return read;
  }

  private static Alarms alarms(YamlSection nodes) {
    return new Alarms(
        patience(nodes, "silent_after").orElse(Alarms.DEFAULT.silentAfter()),
        patience(nodes, "missing_after").orElse(Alarms.DEFAULT.missingAfter()));
  }

  private static Optional<Duration> patience(YamlSection section, String member) {
    return section.text(
        member,
        "is no duration of 2m or more",
        text -> {
          Duration patience = Durations.parse(text);
          if (patience.compareTo(LEAST_PATIENCE) < 0) {
            throw new IllegalArgumentException();
          }
          return patience;
        });
  }

  private static String folder(String uri) {
    try {
      if (uri.startsWith("file:///") && new URI(uri).getPath().length() > 1) {
        return uri;
      }
      throw new IllegalArgumentException();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<Duration> duration(YamlSection section, String member) {
    return section.textOrZero(
        member, DURATION, text -> text.equals("0") ? Duration.ZERO : Durations.parse(text));
  }

  private static Limits limits(YamlSection limits) {
    int most = VaultConfig.DEFAULT.limits().eventsPerRequest();
    Limits read =
        new Limits(limits.number("events_per_request", 1, most).map(Math::toIntExact).orElse(most));
    limits.end();
    return read;
  }
}
