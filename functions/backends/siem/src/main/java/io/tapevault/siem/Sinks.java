package io.tapevault.siem;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.webhook.WebhookSink;
import java.time.InstantSource;

/// Makes a SIEM of its settings.
public final class Sinks {

  private Sinks() {}

  /// Throws an [IllegalArgumentException] where the settings cannot be; it says nothing of the
  /// address or the secret.
  public static EventSink open(SinkSpec spec, InstantSource clock) {
    return switch (spec.type()) {
      case WEBHOOK -> WebhookSink.open(spec, clock);
    };
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    switch (spec.type()) {
      case WEBHOOK -> WebhookSink.check(spec);
    }
  }
}
