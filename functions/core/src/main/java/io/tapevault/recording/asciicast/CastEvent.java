package io.tapevault.recording.asciicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordedFields.Kind;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/// What the codes of an asciicast are among recorded events. What was typed, the exit and codes of
/// later versions are events that a terminal does not show.
final class CastEvent {

  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{IsCs}");

  private CastEvent() {}

  static RecordedFields fields(byte[] raw, String code, String data) {
    return switch (code) {
      case "o" -> output(raw, data);
      case "r" -> {
        RecordedFields fields = new RecordedFields(raw, false, Kind.RESIZE);
        fields.size = data.replace('x', ':');
        yield fields;
      }
      case "i" -> other(raw, "input");
      case "m" -> {
        RecordedFields fields = new RecordedFields(raw, false, Kind.MARKER);
        fields.label = RunningDoings.cut(whole(data));
        yield fields;
      }
      case "x" -> other(raw, "exit");
      default -> other(raw, "code " + code);
    };
  }

  static RecordedFields output(byte[] raw, String data) {
    RecordedFields fields = new RecordedFields(raw, false, Kind.PRINT);
    byte[] bytes = whole(data).getBytes(UTF_8);
    fields.data = () -> ByteBuffer.wrap(bytes);
    return fields;
  }

  /// JSON can name half a character; UTF-8 cannot hold it.
  static String whole(String data) {
    for (int i = 0; i < data.length(); i++) {
      if (Character.isSurrogate(data.charAt(i))) {
        return LONE_SURROGATE.matcher(data).replaceAll("\uFFFD");
      }
    }
    return data;
  }

  private static RecordedFields other(byte[] raw, String type) {
    RecordedFields fields = new RecordedFields(raw, false, Kind.OTHER);
    fields.type(type);
    return fields;
  }
}
