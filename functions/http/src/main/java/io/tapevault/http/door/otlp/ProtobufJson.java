package io.tapevault.http.door.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Messages of OTLP as OTLP's own JSON. What a newer version has besides is kept as the bytes of
/// its message.
final class ProtobufJson {

  private static final JsonFactory JSON = new JsonFactory();
  // As deep as an event may be, with what is around it.
  private static final int DEEPEST = 60;

  private final JsonGenerator json;
  private final List<ByteString> attributes = new ArrayList<>();

  private ProtobufJson(JsonGenerator json) {
    this.json = json;
  }

  private interface Fields {
    /// Whether the field is known, and then has been read.
    boolean read(int number, CodedInputStream in) throws IOException;
  }

  private interface Message {
    void write(ProtobufJson to) throws IOException;
  }

  static String resource(ByteString message) throws IOException {
    return json(to -> to.object(message, to.attributes(1, 2)));
  }

  static String scope(ByteString message) throws IOException {
    return json(to -> {
      Fields others = to.attributes(3, 4);
      to.object(
          message,
          (number, in) ->
              switch (number) {
                case 1 -> to.text("name", in);
                case 2 -> to.text("version", in);
                default -> others.read(number, in);
              });
    });
  }

  static String record(ByteString message) throws IOException {
    return json(to -> {
      Fields others = to.attributes(6, 7);
      to.object(
          message,
          (number, in) ->
              switch (number) {
                case 1 -> to.number("timeUnixNano", in.readFixed64());
                case 2 -> to.small("severityNumber", in.readEnum());
                case 3 -> to.text("severityText", in);
                case 5 -> to.value("body", in.readBytes(), 0);
                case 8 -> to.small("flags", Integer.toUnsignedLong(in.readFixed32()));
                case 9 -> to.hex("traceId", in.readBytes());
                case 10 -> to.hex("spanId", in.readBytes());
                case 11 -> to.number("observedTimeUnixNano", in.readFixed64());
                case 12 -> to.text("eventName", in);
                default -> others.read(number, in);
              });
    });
  }

  private static String json(Message message) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      message.write(new ProtobufJson(json));
    }
    return out.toString();
  }

  /// Attributes may stand apart from each other, and are one list.
  private void object(ByteString message, Fields fields) throws IOException {
    json.writeStartObject();
    attributes.clear();
    boolean unknown = false;
    CodedInputStream in = message.newCodedInput();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (!fields.read(tag >>> 3, in)) {
        unknown = true;
        if (!in.skipField(tag)) {
          throw new IOException("a field has no number");
        }
      }
    }
    if (!attributes.isEmpty()) {
      json.writeArrayFieldStart("attributes");
      for (ByteString attribute : attributes) {
        keyValue(attribute, 0);
      }
      json.writeEndArray();
    }
    if (unknown) {
      json.writeStringField("protobuf", Base64.getEncoder().encodeToString(message.toByteArray()));
    }
    json.writeEndObject();
  }

  private Fields attributes(int list, int dropped) {
    return (number, in) -> {
      if (number == list) {
        attributes.add(in.readBytes());
        return true;
      }
      return number == dropped
          && small("droppedAttributesCount", Integer.toUnsignedLong(in.readUInt32()));
    };
  }

  private void keyValue(ByteString message, int depth) throws IOException {
    json.writeStartObject();
    CodedInputStream in = message.newCodedInput();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      switch (tag >>> 3) {
        case 1 -> text("key", in);
        case 2 -> value("value", in.readBytes(), depth);
        default -> in.skipField(tag);
      }
    }
    json.writeEndObject();
  }

  private boolean value(String name, ByteString message, int depth) throws IOException {
    json.writeFieldName(name);
    anyValue(message, depth);
    return true;
  }

  private void anyValue(ByteString message, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("a value lies deeper than " + DEEPEST + " levels");
    }
    json.writeStartObject();
    CodedInputStream in = message.newCodedInput();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      switch (tag >>> 3) {
        case 1 -> text("stringValue", in);
        case 2 -> json.writeBooleanField("boolValue", in.readBool());
        case 3 -> number("intValue", in.readInt64());
        case 4 -> decimal(in.readDouble());
        case 5 -> list("arrayValue", in.readBytes(), one -> anyValue(one, depth + 1));
        case 6 -> list("kvlistValue", in.readBytes(), one -> keyValue(one, depth + 1));
        case 7 ->
            json.writeStringField(
                "bytesValue", Base64.getEncoder().encodeToString(in.readByteArray()));
        default -> in.skipField(tag);
      }
    }
    json.writeEndObject();
  }

  private interface Element {
    void write(ByteString message) throws IOException;
  }

  private void list(String name, ByteString message, Element element) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeArrayFieldStart("values");
    CodedInputStream in = message.newCodedInput();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (tag >>> 3 == 1) {
        element.write(in.readBytes());
      } else {
        in.skipField(tag);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private boolean text(String name, CodedInputStream in) throws IOException {
    json.writeStringField(name, in.readStringRequireUtf8());
    return true;
  }

  private boolean hex(String name, ByteString bytes) throws IOException {
    json.writeStringField(name, HexFormat.of().formatHex(bytes.toByteArray()));
    return true;
  }

  /// As a text, for a double would not hold it.
  private boolean number(String name, long number) throws IOException {
    json.writeStringField(
        name, name.equals("intValue") ? Long.toString(number) : Long.toUnsignedString(number));
    return true;
  }

  private boolean small(String name, long number) throws IOException {
    json.writeNumberField(name, number);
    return true;
  }

  private void decimal(double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumberField("doubleValue", number);
    } else {
      json.writeStringField(
          "doubleValue", Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }
  }
}
