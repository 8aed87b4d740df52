package io.tapevault.forwarding;

import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.format.cef.Cef;
import io.tapevault.forwarding.format.ecs.Ecs;
import io.tapevault.forwarding.format.ocsf.Ocsf;
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
      case RAW -> event.json();
      case ECS -> Ecs.text(event);
      case OCSF -> Ocsf.text(event);
      case CEF -> Cef.text(event);
    };
  }
}
