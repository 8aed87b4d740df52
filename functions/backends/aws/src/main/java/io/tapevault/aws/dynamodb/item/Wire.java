package io.tapevault.aws.dynamodb.item;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Attributes as DynamoDB's JSON has them: `{"S":"text"}`.
public final class Wire {

  private Wire() {}

  public static void write(Map<String, AttributeValue> item, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      out.writeFieldName(attribute.getKey());
      write(attribute.getValue(), out);
    }
    out.writeEndObject();
  }

  public static void write(AttributeValue value, JsonGenerator out) throws IOException {
    AttributeValue.Type type = value.type();
    out.writeStartObject();
    out.writeFieldName(type == AttributeValue.Type.NUL ? "NULL" : type.name());
    switch (type) {
      case S -> out.writeString(value.s());
      case N -> out.writeString(value.n());
      case BOOL -> out.writeBoolean(value.bool());
      case NUL -> out.writeBoolean(true);
      case B -> out.writeBinary(value.b().asByteArrayUnsafe());
      case M -> write(value.m(), out);
      case L -> writeAll(value.l(), one -> write(one, out), out);
      case SS -> writeAll(value.ss(), out::writeString, out);
      case NS -> writeAll(value.ns(), out::writeString, out);
      case BS -> writeAll(value.bs(), one -> out.writeBinary(one.asByteArrayUnsafe()), out);
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute of an unknown type");
    }
    out.writeEndObject();
  }

  private interface Writer<T> {
    void write(T element) throws IOException;
  }

  private static <T> void writeAll(List<T> elements, Writer<T> element, JsonGenerator out)
      throws IOException {
    out.writeStartArray();
    for (T one : elements) {
      element.write(one);
    }
    out.writeEndArray();
  }

  /// The item whose `{` is the current token.
  public static Map<String, AttributeValue> item(JsonParser in) throws IOException {
    expect(JsonToken.START_OBJECT, in);
    Map<String, AttributeValue> item = new HashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      item.put(name, value(in));
    }
    return item;
  }

  private static AttributeValue value(JsonParser in) throws IOException {
    expect(JsonToken.START_OBJECT, in);
    expect(JsonToken.FIELD_NAME, in.nextToken());
    String type = in.currentName();
    in.nextToken();
    AttributeValue value =
        switch (type) {
          case "S" -> AttributeValue.fromS(in.getText());
          case "N" -> AttributeValue.fromN(in.getText());
          case "BOOL" -> AttributeValue.fromBool(in.getBooleanValue());
          case "NULL" -> AttributeValue.fromNul(in.getBooleanValue());
          case "B" -> AttributeValue.fromB(bytes(in));
          case "M" -> AttributeValue.fromM(item(in));
          case "L" -> AttributeValue.fromL(list(in, Wire::value));
          case "SS" -> AttributeValue.fromSs(list(in, JsonParser::getText));
          case "NS" -> AttributeValue.fromNs(list(in, JsonParser::getText));
          case "BS" -> AttributeValue.fromBs(list(in, Wire::bytes));
          // Of a kind that is newer than we are nothing is known.
          default -> unknown(in);
        };
    expect(JsonToken.END_OBJECT, in.nextToken());
    return value;
  }

  private static AttributeValue unknown(JsonParser in) throws IOException {
    in.skipChildren();
    return AttributeValue.fromNul(true);
  }

  private static SdkBytes bytes(JsonParser in) throws IOException {
    return SdkBytes.fromByteArrayUnsafe(in.getBinaryValue());
  }

  private interface Element<T> {
    T read(JsonParser in) throws IOException;
  }

  private static <T> List<T> list(JsonParser in, Element<T> element) throws IOException {
    expect(JsonToken.START_ARRAY, in);
    List<T> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(element.read(in));
    }
    return list;
  }

  private static void expect(JsonToken token, JsonParser in) throws IOException {
    expect(token, in.currentToken());
  }

  private static void expect(JsonToken token, JsonToken found) throws IOException {
    if (found != token) {
      throw new IOException("an item has " + found + " where " + token + " should be");
    }
  }
}
