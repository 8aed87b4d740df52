package io.tapevault.siem.otlp;

import io.tapevault.forwarding.Outgoing;
import java.time.Instant;
import java.util.List;

/// How an export of log records is written.
enum Encoding {
  JSON("application/json") {
    @Override
    byte[] export(List<Outgoing> batch) {
      return JsonExport.of(batch);
    }
  },
  PROTOBUF("application/x-protobuf") {
    @Override
    byte[] export(List<Outgoing> batch) {
      return ProtobufExport.of(batch);
    }
  };

  static final String NAME = "tapevault";

  /// The attributes of a record, as OpenTelemetry's conventions name them.
  static final String UID = "log.record.uid";

  static final String SESSION = "session.id";

  private static final Instant MOST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L);

  private final String type;

  Encoding(String type) {
    this.type = type;
  }

  /// Throws an [IllegalArgumentException].
  static Encoding of(String word) {
    return switch (word) {
      case "json" -> JSON;
      case "protobuf" -> PROTOBUF;
      default -> throw new IllegalArgumentException("encoding: it is neither protobuf nor json");
    };
  }

  abstract byte[] export(List<Outgoing> batch);

  String contentType() {
    return type;
  }

  /// Nanoseconds since 1970; 0, which is "unknown", where the format has no number for it.
  static long nanos(Instant time) {
    return time.isBefore(Instant.EPOCH) || !time.isBefore(MOST)
        ? 0
        : time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
