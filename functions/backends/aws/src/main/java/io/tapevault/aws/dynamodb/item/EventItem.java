package io.tapevault.aws.dynamodb.item;

import static io.tapevault.aws.dynamodb.item.Attributes.CONFLICT;
import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT_DATE;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_NAMESPACE;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_TYPE;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.FIELDS;
import static io.tapevault.aws.dynamodb.item.Attributes.FIELDS_MAP;
import static io.tapevault.aws.dynamodb.item.Attributes.HASH;
import static io.tapevault.aws.dynamodb.item.Attributes.HELD;
import static io.tapevault.aws.dynamodb.item.Attributes.OVERFLOW;
import static io.tapevault.aws.dynamodb.item.Attributes.RECEIVED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.item.Attributes.UID;
import static io.tapevault.aws.dynamodb.item.Attributes.VERSION;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Sha256;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An event as it is put: in `FieldsMap` as Teleport can read it; whole in `Fields` too where that
/// is not exactly the event; whole only in [io.tapevault.event.LargeEvents] where an item cannot
/// hold it. `FieldsMap` always has enough to search by.
///
/// `attributes` are those that do not depend on the place. `overflow` is the digest under which the
/// event has to be kept before the item is put.
public record EventItem(Map<String, AttributeValue> attributes, Optional<String> overflow) {

  // A page of Teleport's holds less JSON than 1 MiB; one event of more stops its search for ever.
  private static final long TELEPORTS_PAGE = 1 << 20;

  public static EventItem of(AuditEvent event, Optional<Instant> expires) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(EVENT_TYPE, AttributeValue.fromS(event.type()));
    item.put(EVENT_NAMESPACE, AttributeValue.fromS("default"));
    item.put(CREATED_AT, number(event.time().getEpochSecond()));
    item.put(CREATED_AT_DATE, AttributeValue.fromS(date(event.time())));
    expires.ifPresent(at -> item.put(EXPIRES, number(at.getEpochSecond())));
    if (event.uid() != null) {
      item.put(UID, AttributeValue.fromS(event.uid()));
    }
    item.put(HASH, AttributeValue.fromS(event.hash()));
    item.put(VERSION, number(1));
    return withContent(event, item);
  }

  private static EventItem withContent(AuditEvent event, Map<String, AttributeValue> item) {
    TeleportProjection.Projected projected = TeleportProjection.of(event);
    item.put(FIELDS_MAP, AttributeValue.fromM(projected.fields()));
    if (!projected.exact()) {
      item.put(FIELDS, AttributeValue.fromS(event.json()));
    }
    if (!projected.timed()) {
      item.put(RECEIVED_AT, AttributeValue.fromS(event.time().toString()));
    }
    EventItem ordinary = new EventItem(item, Optional.empty());
    EventKey longest = new EventKey(event.key().session(), Long.MAX_VALUE);
    return fits(ItemSize.of(ordinary.at(longest, true)), projected.fields())
        ? ordinary
        : overflowing(event, item, projected.fields());
  }

  private static boolean fits(long size, Map<String, AttributeValue> fields) {
    // A byte of an item is six of Go's JSON at most.
    return size <= ItemSize.LIMIT
        && (6 * size < TELEPORTS_PAGE || Go.jsonBytes(fields) < TELEPORTS_PAGE);
  }

  private static EventItem overflowing(
      AuditEvent event, Map<String, AttributeValue> item, Map<String, AttributeValue> fields) {
    String sha256 = Sha256.ofText(event.json());
    item.remove(FIELDS);
    item.put(FIELDS_MAP, AttributeValue.fromM(SearchableFields.of(fields)));
    item.put(OVERFLOW, AttributeValue.fromS(sha256));
    return new EventItem(item, Optional.of(sha256));
  }

  /// The same for a session that is held: it does not expire.
  public EventItem held() {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    AttributeValue expires = item.remove(EXPIRES);
    if (expires != null) {
      item.put(HELD, expires);
    }
    return new EventItem(item, overflow);
  }

  /// The item at its place.
  public Map<String, AttributeValue> at(EventKey key, boolean conflict) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.putAll(key(key));
    if (conflict) {
      item.put(CONFLICT, AttributeValue.fromBool(true));
    }
    return item;
  }

  public static Map<String, AttributeValue> key(EventKey key) {
    return Map.of(
        SESSION_ID, AttributeValue.fromS(key.session()), EVENT_INDEX, number(key.index()));
  }

  public static String date(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
  }

  public static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
