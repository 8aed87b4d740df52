package io.tapevault.aws.dynamodb.item;

import io.tapevault.settings.Layout;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The attributes of the items in the table: Teleport's own, then ours, which Teleport does not
/// look at.
public final class Attributes {

  public static final String SESSION_ID = Layout.SESSION_ID;
  public static final String EVENT_INDEX = Layout.EVENT_INDEX;
  public static final String EVENT_TYPE = "EventType";

  public static final String CREATED_AT = Layout.CREATED_AT;
  public static final String CREATED_AT_DATE = Layout.CREATED_AT_DATE;
  public static final String EXPIRES = Layout.EXPIRES;

  static final String EVENT_NAMESPACE = "EventNamespace";

  /// The event as a map, as far as Teleport's readers and such a map take it.
  public static final String FIELDS_MAP = "FieldsMap";

  /// The event as JSON: in items of Teleport before version 8, and in ours where the map is not
  /// exactly the event.
  static final String FIELDS = "Fields";

  public static final String UID = "Uid";
  public static final String HASH = "Hash";

  /// The version of what we add.
  static final String VERSION = "V";

  /// Whether the `uid` was there before with other content.
  static final String CONFLICT = "Conflict";

  /// When it was received, RFC 3339; only where the event has no time of its own.
  static final String RECEIVED_AT = "ReceivedAt";

  /// The SHA-256 under which the bytes are kept that are too large for an item.
  public static final String OVERFLOW = "Overflow";

  /// When a held event would have expired; it stays beside `Expires` after the event was let go.
  public static final String HELD = Layout.HELD;

  /// Of what is parked, beside `Uid` and `Overflow`.
  public static final String REASON = "Reason";

  public static final String DETAIL = "Detail";
  public static final String BYTES = "Bytes";

  /// Of what a SIEM refused: where the event lies, as a cursor.
  public static final String PLACE = "Place";

  /// Of what came in: at which door.
  public static final String DOOR = "Door";

  /// Of what is in the register.
  public static final String NAME = "Name";

  public static final String AT = "At";
  public static final String TEXT = "Text";

  /// Of a receipt: what became of the events whose digests are its `Bytes`.
  public static final String OUTCOME = "Outcome";

  private Attributes() {}

  public static Optional<String> text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }

  public static Optional<Long> number(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::n).map(Long::valueOf);
  }
}
