package io.tapevault.recording.asciicast;

/// What can be written. v2 is what every player reads.
public enum CastVersion {
  V2,
  V3
}
