package io.tapevault.siem.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.Parts;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes an event as messages of RFC 5424, each with the number of its bytes before it. An event
/// that is longer than a receiver takes is several messages, `part` 1 to `parts`, whose texts one
/// after the other are the event.
final class Frames {

  // Facility 13, log audit; severity 6, informational: 8 * 13 + 6.
  private static final String PRIORITY = "<110>1 ";
  // 32473 is the number for those who have none of their own (RFC 5612).
  private static final String ELEMENT = "tapevault@32473";
  // RFC 5424 has six digits of a second at most.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");
  private static final int MOST_TYPE = 32;
  private static final int MOST_VALUE = 128;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");
  // What needs no look at each character.
  private static final Pattern PLAIN = Pattern.compile("[ !#-\\[^-~]{0,128}");
  // The number of bytes, the priority, the time, the names of the parameters, and which part it is.
  private static final int FIXED = 150;

  /// What a message has beside its text at most.
  static final int MOST_HEAD = 1024;

  private final String host;
  private final int most;

  /// Messages of a host, and of at most so many bytes, which are more than [#MOST_HEAD].
  Frames(String host, int most) {
    this.host = host;
    this.most = most;
  }

  byte[] of(Outgoing event) {
    String text = event.line();
    ByteArrayOutputStream frames = new ByteArrayOutputStream(text.length() + MOST_HEAD);
    byte[] whole = message(event, "", text);
    if (whole.length <= most) {
      frame(whole, frames);
      return frames.toByteArray();
    }
    List<String> parts = Parts.of(text, most - MOST_HEAD);
    for (int i = 0; i < parts.size(); i++) {
      String which = " part=\"" + (i + 1) + "\" parts=\"" + parts.size() + "\"";
      frame(message(event, which, parts.get(i)), frames);
    }
    return frames.toByteArray();
  }

  /// As many bytes as [#of] makes of it, or some more.
  int size(Outgoing event) {
    int text = JsonText.bytes(event.text());
    int head = FIXED + host.length() + MOST_TYPE + 2 * MOST_VALUE;
    return text + head <= most ? text + head : text + (1 + text / (most - MOST_HEAD - 3)) * head;
  }

  private static void frame(byte[] message, ByteArrayOutputStream frames) {
    frames.writeBytes((message.length + " ").getBytes(US_ASCII));
    frames.writeBytes(message);
  }

  private byte[] message(Outgoing event, String part, String text) {
    String session = event.stored().event().session();
    return (PRIORITY
            + time(event.time())
            + ' '
            + host
            + " tapevault - "
            + type(event.stored().event().type())
            + " ["
            + ELEMENT
            + parameter("key", event.key())
            + parameter("session", session)
            + part
            + "] "
            + text)
        .getBytes(UTF_8);
  }

  private static String time(Instant time) {
    return time.isBefore(YEAR_0) || !time.isBefore(YEAR_10000) ? "-" : TIME.format(time);
  }

  /// A MSGID: printable ASCII without blanks.
  private static String type(String type) {
    String printable = UNPRINTABLE.matcher(type).replaceAll("_");
    return printable.substring(0, Math.min(printable.length(), MOST_TYPE));
  }

  private static String parameter(String name, @Nullable String value) {
    if (value == null) {
      return "";
    }
    if (PLAIN.matcher(value).matches()) {
      return " " + name + "=\"" + value + '"';
    }
    StringBuilder written = new StringBuilder(" " + name + "=\"");
    int bytes = 0;
    for (int c : value.codePoints().toArray()) {
      String one = shown(c);
      bytes += one.getBytes(UTF_8).length;
      if (bytes > MOST_VALUE) {
        break;
      }
      written.append(one);
    }
    return written.append('"').toString();
  }

  private static String shown(int c) {
    if (Character.isISOControl(c)) {
      return "?";
    }
    String one = Character.toString(c);
    return c == '"' || c == '\\' || c == ']' ? "\\" + one : one;
  }
}
