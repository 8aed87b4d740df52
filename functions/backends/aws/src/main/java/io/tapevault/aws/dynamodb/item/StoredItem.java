package io.tapevault.aws.dynamodb.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Of an item as much as an event needs, read while it arrives.
///
/// `attributes` are its texts and numbers; `fields` is its event as a map, where it has one.
public record StoredItem(
    Map<String, String> attributes, @Nullable FieldsText fields, boolean typed, boolean conflict) {

  private static final JsonFactory JSON = ForeignJson.ofEvents();
  private static final Set<String> WANTED =
      Set.of(
          Attributes.SESSION_ID,
          Attributes.EVENT_INDEX,
          Attributes.EVENT_TYPE,
          Attributes.CREATED_AT,
          Attributes.EXPIRES,
          Attributes.FIELDS,
          Attributes.UID,
          Attributes.HASH,
          Attributes.RECEIVED_AT,
          Attributes.OVERFLOW);

  /// Reads the item whose `{` is the current token.
  public static StoredItem read(JsonParser in) throws IOException {
    Map<String, String> attributes = new HashMap<>();
    FieldsText fields = null;
    boolean typed = false;
    boolean conflict = false;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      in.nextToken();
      String type = in.currentName();
      in.nextToken();
      typed |= name.equals(Attributes.EVENT_TYPE);
      if (name.equals(Attributes.FIELDS_MAP) && type.equals("M")) {
        fields = FieldsText.read(in);
      } else if (name.equals(Attributes.CONFLICT)) {
        conflict = type.equals("BOOL") && in.getBooleanValue();
      } else if (WANTED.contains(name) && (type.equals("S") || type.equals("N"))) {
        attributes.put(name, in.getText());
      } else {
        in.skipChildren();
      }
      in.nextToken();
    }
    return new StoredItem(attributes, fields, typed, conflict);
  }

  public static StoredItem of(Map<String, AttributeValue> item) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      Wire.write(item, out);
      out.flush();
      try (JsonParser in = JSON.createParser(bytes.toByteArray())) {
        in.nextToken();
        return read(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  public Optional<Long> number(String name) {
    return text(name).map(Long::valueOf);
  }

  /// A member of the event that is a text there.
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields)
        .map(map -> map.kept().get(name))
        .filter(kept -> kept.type().equals("S"))
        .map(FieldsText.Kept::text);
  }

  public boolean hasFields() {
    return fields != null && !fields.isEmpty();
  }

  public boolean isLive(Instant now) {
    return typed && number(Attributes.EXPIRES).map(at -> at > now.getEpochSecond()).orElse(true);
  }

  /// Whether it is a number of at most 18 digits, and nothing but digits.
  static boolean isWhole(String number) {
    int digits = number.length();
    for (int i = 0; i < digits; i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return digits > 0 && digits <= 18 && (digits == 1 || number.charAt(0) != '0');
  }
}
