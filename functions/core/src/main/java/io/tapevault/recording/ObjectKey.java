package io.tapevault.recording;

import io.tapevault.settings.Layout;

/// The name of an object: a recording, or what was derived from one and can be made again.
public sealed interface ObjectKey {

  SessionId sid();

  /// `<path>/<sid>.tar`, as Teleport has it.
  record Recording(SessionId sid) implements ObjectKey {}

  /// `derived/1/<sid>.<suffix>`. The number is raised when the derivation changes.
  record Derived(SessionId sid, Kind kind) implements ObjectKey {
    public String name() {
      return Layout.DERIVED + "1/" + sid + kind.suffix();
    }
  }

  /// What is derived from a recording.
  enum Kind {
    /// What the recording holds, as JSON.
    SUMMARY(".json"),
    /// The recording as asciicast v2, gzip.
    CAST(".cast.gz");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }

    public String suffix() {
      return suffix;
    }
  }
}
