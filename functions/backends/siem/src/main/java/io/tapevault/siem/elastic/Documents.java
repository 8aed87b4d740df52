package io.tapevault.siem.elastic;

import io.tapevault.forwarding.Format;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import java.util.regex.Pattern;

/// Events as documents of an index or a data stream. An event stands whole in one text, `message`:
/// an index refuses what has another kind than before under the same name, and after 1,000 names
/// everything with a new one.
record Documents(String index, Kind kind) {

  static final String INDEX = "index";
  static final String PRESET = "preset";

  private static final Pattern NAMES = Pattern.compile("[a-z0-9][a-z0-9._-]{0,199}");
  private static final String TELEPORT = "teleport";
  // The names of members, an id, a time.
  private static final int MORE = 250;

  /// What a document is.
  enum Kind {
    /// The event as one text, and by what it is found.
    TEXT,
    /// The text alone: Elastic's own integration knows what to make of it.
    OF_INTEGRATION,
    /// The event's own text is one, with few members that are always of one kind.
    ECS
  }

  /// Throws an [IllegalArgumentException].
  static Documents of(SinkSpec spec) {
    String preset = spec.options().getOrDefault(PRESET, "");
    if (!preset.isEmpty() && !preset.equals(TELEPORT)) {
      throw new IllegalArgumentException("there is no preset but teleport");
    }
    String index =
        spec.options()
            .getOrDefault(
                INDEX, preset.isEmpty() ? "logs-tapevault-default" : "logs-teleport.audit-default");
    if (!NAMES.matcher(index).matches()) {
      throw new IllegalArgumentException(
          "index is not 1 to 200 of a-z, 0-9, '.', '_' and '-', from a letter or digit on");
    }
    Format format = spec.treatment().format();
    if (!preset.isEmpty() && format != Format.RAW) {
      throw new IllegalArgumentException("preset teleport goes with format raw");
    }
    return new Documents(
        index,
        !preset.isEmpty() ? Kind.OF_INTEGRATION : format == Format.ECS ? Kind.ECS : Kind.TEXT);
  }

  /// The hash is another where a uid comes again with other content, and never too long.
  static String id(Outgoing event) {
    return event.stored().event().hash();
  }

  void write(StringBuilder out, Outgoing event) {
    out.append("{\"create\":{\"_id\":\"").append(id(event));
    out.append("\"}}\n");
    if (kind == Kind.ECS) {
      out.append(event.line()).append('\n');
      return;
    }
    out.append("{\"@timestamp\":\"").append(event.time()).append("\",\"message\":");
    JsonText.quote(out, event.text());
    if (kind == Kind.TEXT) {
      out.append(",\"event\":{\"action\":");
      JsonText.quote(out, event.stored().event().type());
      out.append(",\"id\":");
      JsonText.quote(out, event.key());
      out.append("},\"session\":{\"id\":");
      JsonText.quote(out, event.stored().key().session());
      out.append('}');
    }
    out.append("}\n");
  }

  int size(Outgoing event) {
    return JsonText.quoted(event.text())
        + JsonText.quoted(event.stored().event().type())
        + JsonText.quoted(event.key())
        + JsonText.quoted(event.stored().key().session())
        + MORE;
  }
}
