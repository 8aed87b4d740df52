package io.tapevault.forwarding.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object in the making. Its members are named by paths with dots, and the first that is put
/// somewhere stays.
public final class Document {

  private final Map<String, Object> members = new LinkedHashMap<>();

  /// JSON as it is.
  private record Raw(String json) {}

  /// Whether nothing was there before.
  public boolean put(String path, String text) {
    return put(path, (Object) text);
  }

  public boolean put(String path, long number) {
    return put(path, (Object) number);
  }

  public boolean put(String path, List<String> texts) {
    return put(path, (Object) List.copyOf(texts));
  }

  /// An object with this one member for each of the texts.
  public boolean putObjects(String path, String member, List<String> texts) {
    return put(path, texts.stream().map(text -> Map.of(member, text)).toList());
  }

  public boolean putRaw(String path, String json) {
    return put(path, new Raw(json));
  }

  /// A member of an event, whose name is no path.
  public void putMember(String name, Member member) {
    members.put(name, new Raw(member.json()));
  }

  private boolean put(String path, Object value) {
    Map<String, Object> object = members;
    int from = 0;
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', from)) {
      Map<String, Object> inner = object(object, path.substring(from, dot));
      if (inner == null) {
        return false;
      }
      object = inner;
      from = dot + 1;
    }
    return object.putIfAbsent(path.substring(from), value) == null;
  }

  @SuppressWarnings("unchecked") // all maps are ours
  private static @Nullable Map<String, Object> object(Map<String, Object> outer, String name) {
    Object there = outer.computeIfAbsent(name, any -> new LinkedHashMap<String, Object>());
    return there instanceof LinkedHashMap<?, ?> inner ? (Map<String, Object>) inner : null;
  }

  public boolean has(String path) {
    Object at = members;
    for (String name : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return at != null;
  }

  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = Member.JSON.createGenerator(text)) {
      write(members, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator out) throws IOException {
    switch (value) {
      case Map<?, ?> object -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> member : object.entrySet()) {
          out.writeFieldName(String.valueOf(member.getKey()));
          write(member.getValue(), out);
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          write(item, out);
        }
        out.writeEndArray();
      }
      case Raw raw -> out.writeRawValue(raw.json());
      case Long number -> out.writeNumber(number);
      default -> out.writeString(String.valueOf(value));
    }
  }
}
