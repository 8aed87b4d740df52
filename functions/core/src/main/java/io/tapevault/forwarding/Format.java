package io.tapevault.forwarding;

import io.tapevault.event.AuditEvent;
import java.util.Locale;

/// How an event is written for a SIEM.
public enum Format {
  RAW,
  ECS,
  OCSF,
  CEF;

  /// As it stands in a configuration.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Throws an [IllegalArgumentException].
  static Format of(String word) {
    for (Format format : values()) {
      if (format.word().equals(word)) {
        return format;
      }
    }
    throw new IllegalArgumentException(word);
  }

  String text(AuditEvent event) {
    return switch (this) {
      case RAW, ECS, OCSF, CEF -> event.json();
    };
  }
}
