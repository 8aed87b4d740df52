package io.tapevault.aws.dynamodb.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A number of JSON as DynamoDB's, and its maps as JSON.
final class JsonMap {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  // DynamoDB: 38 digits, from 1E-130 to below 1E+126.
  private static final int MAX_DIGITS = 38;
  private static final int MIN_EXPONENT = -130;
  private static final int MAX_EXPONENT = 125;
  // Digits alone are as they are.
  private static final int SHORT = 18;

  private JsonMap() {}

  /// The number of JSON as DynamoDB holds it exactly; null where it cannot.
  static @Nullable AttributeValue number(String json) {
    if (json.length() <= SHORT && json.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return AttributeValue.fromN(json);
    }
    BigDecimal value = new BigDecimal(json).stripTrailingZeros();
    long exponent = (long) value.precision() - value.scale() - 1;
    boolean exact =
        value.signum() == 0
            || (value.precision() <= MAX_DIGITS
                && exponent >= MIN_EXPONENT
                && exponent <= MAX_EXPONENT);
    return exact ? AttributeValue.fromN(value.toPlainString()) : null;
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
