package io.tapevault.configuration;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a document says. What it leaves out is null where the place decides, else the default.
public record VaultConfig(
    @Nullable Integer listen, Storage storage, Nodes nodes, Limits limits, List<Siem> siems) {

  public static final VaultConfig DEFAULT =
      new VaultConfig(null, Storage.DEFAULT, Nodes.DEFAULT, Limits.DEFAULT, List.of());

  public VaultConfig {
    siems = List.copyOf(siems);
  }

  /// Where events and recordings are, and for how long what is written from now on stays.
  public record Storage(
      @Nullable String events,
      @Nullable String recordings,
      @Nullable Retention retention,
      Kept kept) {
    static final Storage DEFAULT = new Storage(null, null, null);

    public Storage(
        @Nullable String events, @Nullable String recordings, @Nullable Retention retention) {
      this(events, recordings, retention, Kept.DEFAULT);
    }

    /// For how long events stay; `otherwise` where nothing is said.
    public Retention ofEvents(Retention otherwise) {
      Retention usual = retention == null ? otherwise : retention;
      return kept.kinds().isEmpty() ? usual : new Retention.ByKind(usual, kept.kinds());
    }
  }

  /// For how long kinds of events, and recordings, stay.
  public record Kept(List<Retention.Kind> kinds, Retention recordings) {
    static final Kept DEFAULT = new Kept(List.of(), new Retention.Forever());

    public Kept {
      kinds = List.copyOf(kinds);
    }
  }

  /// What nodes are told. `folder` is one that they and the vault both have, and write to
  /// themselves.
  public record Nodes(
      SessionRecording mode,
      @Nullable String folder,
      int parallel,
      @Nullable Long maxBytesPerSecond,
      Duration gracePeriod,
      Duration keepFor,
      Alarms alarms) {
    static final Nodes DEFAULT =
        new Nodes(
            SessionRecording.NODE,
            null,
            4,
            null,
            Duration.ofHours(24),
            Duration.ZERO,
            Alarms.DEFAULT);
  }

  /// How long after its last heartbeat a node counts as silent, and how long after the end of a
  /// session its recording as missing: as long as Teleport gives an upload that was left behind.
  public record Alarms(Duration silentAfter, Duration missingAfter) {
    public static final Alarms DEFAULT = new Alarms(Duration.ofMinutes(5), Duration.ofHours(24));
  }

  /// Who records sessions, as Teleport has it.
  public enum SessionRecording {
    NODE,
    PROXY,
    OFF
  }

  /// How much one request may hold, below what the product takes at most.
  public record Limits(int eventsPerRequest) {
    static final Limits DEFAULT = new Limits(10_000);
  }

  /// A SIEM; what is stored while it is paused waits for it.
  public record Siem(SinkSpec spec, boolean paused) {}
}
