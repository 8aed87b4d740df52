package io.tapevault.aws.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A JSON object as DynamoDB's map, and back.
final class JsonMap {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  // DynamoDB: nested attributes are at most 32 levels deep, of which the map in its item is the
  // first.
  private static final int MAX_DEPTH = 31;
  // DynamoDB: 38 digits, from 1E-130 to below 1E+126.
  private static final int MAX_DIGITS = 38;
  private static final int MIN_EXPONENT = -130;
  private static final int MAX_EXPONENT = 125;

  /// What auditors search by, kept beside an event that is itself too large.
  private static final Set<String> SEARCHED =
      Set.of(
          "addr.local",
          "addr.remote",
          "cluster_name",
          "code",
          "ei",
          "event",
          "login",
          "namespace",
          "proto",
          "server_addr",
          "server_hostname",
          "server_id",
          "session_start",
          "session_stop",
          "sid",
          "success",
          "time",
          "uid",
          "user");

  private static final int MODEST = 4096;
  private static final int MODEST_ALTOGETHER = 32 * 1024;

  private JsonMap() {}

  /// The object as a map; empty where a map cannot hold all of it exactly.
  static Optional<Map<String, AttributeValue>> exact(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return Optional.ofNullable(object(parser, 1)).map(AttributeValue::m);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable AttributeValue value(JsonParser parser, int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> depth > MAX_DEPTH ? null : object(parser, depth);
      case START_ARRAY -> depth > MAX_DEPTH ? null : array(parser, depth);
      default -> scalar(parser);
    };
  }

  private static @Nullable AttributeValue object(JsonParser parser, int depth) throws IOException {
    Map<String, AttributeValue> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      AttributeValue value = value(parser, depth + 1);
      // DynamoDB: a name has 1 to 65,535 bytes.
      if (value == null || name.isEmpty() || ItemSize.utf8(name) > 65_535) {
        return null;
      }
      members.put(name, value);
    }
    return AttributeValue.fromM(members);
  }

  private static @Nullable AttributeValue array(JsonParser parser, int depth) throws IOException {
    List<AttributeValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      AttributeValue value = value(parser, depth + 1);
      if (value == null) {
        return null;
      }
      elements.add(value);
    }
    return AttributeValue.fromL(elements);
  }

  private static @Nullable AttributeValue scalar(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> AttributeValue.fromS(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(new BigDecimal(parser.getText()));
      case VALUE_TRUE -> AttributeValue.fromBool(true);
      case VALUE_FALSE -> AttributeValue.fromBool(false);
      case VALUE_NULL -> AttributeValue.fromNul(true);
      default -> throw new IllegalArgumentException("not JSON: " + parser.currentToken());
    };
  }

  private static @Nullable AttributeValue number(BigDecimal given) {
    BigDecimal value = given.stripTrailingZeros();
    long exponent = (long) value.precision() - value.scale() - 1;
    boolean exact =
        value.signum() == 0
            || (value.precision() <= MAX_DIGITS
                && exponent >= MIN_EXPONENT
                && exponent <= MAX_EXPONENT);
    return exact ? AttributeValue.fromN(value.toPlainString()) : null;
  }

  /// The members of the object that are of modest size and no containers: enough to search by.
  static Map<String, AttributeValue> searchable(String json) {
    Map<String, AttributeValue> members = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      long size = 0;
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        if (parser.nextToken().isStructStart()) {
          parser.skipChildren();
          continue;
        }
        AttributeValue value = scalar(parser);
        long more = value == null ? 0 : ItemSize.of(Map.of(name, value));
        boolean room = SEARCHED.contains(name) || size + more <= MODEST_ALTOGETHER;
        if (value != null && !name.isEmpty() && more <= MODEST && room) {
          members.put(name, value);
          size += more;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }

  /// The map as JSON, its members by name.
  static String json(Map<String, AttributeValue> map) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(map, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Map<String, AttributeValue> map, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, AttributeValue> member : new TreeMap<>(map).entrySet()) {
      out.writeFieldName(member.getKey());
      write(member.getValue(), out);
    }
    out.writeEndObject();
  }

  private static void write(AttributeValue value, JsonGenerator out) throws IOException {
    switch (value.type()) {
      case S -> out.writeString(value.s());
      // Some emulators answer 1E+1 for 10, which is no index any more.
      case N -> out.writeNumber(new BigDecimal(value.n()).toPlainString());
      case BOOL -> out.writeBoolean(value.bool());
      case NUL -> out.writeNull();
      case M -> write(value.m(), out);
      case L -> write(value.l(), out);
      case B -> out.writeBinary(value.b().asByteArrayUnsafe());
      case SS -> write(value.ss().stream().map(AttributeValue::fromS).toList(), out);
      case NS -> write(value.ns().stream().map(AttributeValue::fromN).toList(), out);
      case BS -> write(value.bs().stream().map(AttributeValue::fromB).toList(), out);
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute of an unknown type");
    }
  }

  private static void write(List<AttributeValue> values, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (AttributeValue value : values) {
      write(value, out);
    }
    out.writeEndArray();
  }
}
