package io.tapevault.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/// The JSON that OTLP's values were made of.
final class OtlpValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OtlpValues() {}

  static JsonNode plain(JsonNode value) {
    if (value.has("kvlistValue")) {
      ObjectNode object = JSON.objectNode();
      value
          .at("/kvlistValue/values")
          .forEach(member -> object.set(member.path("key").asText(), plain(member.path("value"))));
      return object;
    }
    if (value.has("arrayValue")) {
      ArrayNode array = JSON.arrayNode();
      value.at("/arrayValue/values").forEach(element -> array.add(plain(element)));
      return array;
    }
    if (value.has("intValue")) {
      return JSON.numberNode(new BigInteger(value.path("intValue").asText()));
    }
    if (value.has("doubleValue")) {
      return JSON.numberNode(new BigDecimal(value.path("doubleValue").asText()));
    }
    return value.isEmpty() ? JSON.nullNode() : value.elements().next();
  }
}
