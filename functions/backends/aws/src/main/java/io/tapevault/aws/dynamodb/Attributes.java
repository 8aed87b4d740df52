package io.tapevault.aws.dynamodb;

import io.tapevault.settings.Layout;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The attributes of the items in the table: Teleport's own, then ours, which Teleport does not
/// look at.
final class Attributes {

  static final String SESSION_ID = Layout.SESSION_ID;
  static final String EVENT_INDEX = Layout.EVENT_INDEX;
  static final String EVENT_TYPE = "EventType";

  static final String CREATED_AT = Layout.CREATED_AT;
  static final String CREATED_AT_DATE = Layout.CREATED_AT_DATE;
  static final String EXPIRES = Layout.EXPIRES;

  static final String EVENT_NAMESPACE = "EventNamespace";

  /// The event as a map, as far as Teleport's readers and such a map take it.
  static final String FIELDS_MAP = "FieldsMap";

  /// The event as JSON: in items of Teleport before version 8, and in ours where the map is not
  /// exactly the event.
  static final String FIELDS = "Fields";

  static final String UID = "Uid";
  static final String HASH = "Hash";

  /// The version of what we add.
  static final String VERSION = "V";

  /// Whether the `uid` was there before with other content.
  static final String CONFLICT = "Conflict";

  /// When it was received, RFC 3339; only where the event has no time of its own.
  static final String RECEIVED_AT = "ReceivedAt";

  /// The SHA-256 under which the bytes are kept that are too large for an item.
  static final String OVERFLOW = "Overflow";

  /// When a held event would have expired; it stays beside `Expires` after the event was let go.
  static final String HELD = Layout.HELD;

  /// Of what is parked, beside `Uid` and `Overflow`.
  static final String REASON = "Reason";

  static final String DETAIL = "Detail";
  static final String BYTES = "Bytes";

  /// Of what a SIEM refused: where the event lies, as a cursor.
  static final String PLACE = "Place";

  /// Of what is in the register.
  static final String NAME = "Name";

  static final String AT = "At";
  static final String TEXT = "Text";

  /// Of a receipt: what became of the events whose digests are its `Bytes`.
  static final String OUTCOME = "Outcome";

  private Attributes() {}

  static Optional<String> text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }

  static Optional<Long> number(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::n).map(Long::valueOf);
  }
}
