package io.tapevault.http.door.logs;

import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/// What Fluent Bit sends where no format is said, and Fluentd where this one is. It is kept as it
/// came, and whoever set it up is told what to set.
final class MessagePack {

  private static final String SAYS =
      "this is msgpack, which no event is found in; say 'Format json' in the output of Fluent Bit,"
          + " or '<format> @type json </format>' in that of Fluentd";
  // A record is an array of two: its time, as an extension of its own, a float or a whole number,
  // or of that and what is said beside it; and a map. No text begins so.
  private static final int RECORD = 0x92;
  private static final List<Integer> TIMES = List.of(0x92, 0xca, 0xcb, 0xce, 0xcf, 0xd7);

  private MessagePack() {}

  static boolean is(String contentType, byte[] body) {
    boolean named = contentType.toLowerCase(Locale.ROOT).contains("msgpack");
    return named
        ? body.length > 0 && body[0] < 0
        : body.length > 1 && (body[0] & 0xff) == RECORD && TIMES.contains(body[1] & 0xff);
  }

  static List<Received> refused(byte[] body) {
    return List.of(
        new Refused(Reason.NOT_JSON, SAYS, null, ByteBuffer.wrap(body).asReadOnlyBuffer()));
  }
}
