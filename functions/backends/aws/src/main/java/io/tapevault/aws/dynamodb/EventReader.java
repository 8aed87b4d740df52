package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.Attributes.CONFLICT;
import static io.tapevault.aws.dynamodb.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.Attributes.EVENT_TYPE;
import static io.tapevault.aws.dynamodb.Attributes.FIELDS;
import static io.tapevault.aws.dynamodb.Attributes.FIELDS_MAP;
import static io.tapevault.aws.dynamodb.Attributes.HASH;
import static io.tapevault.aws.dynamodb.Attributes.OVERFLOW;
import static io.tapevault.aws.dynamodb.Attributes.RECEIVED_AT;
import static io.tapevault.aws.dynamodb.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.Attributes.UID;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.Placement.Holder;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventJson;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the items that we put, and those that any version of Teleport put.
///
/// Nothing that an item holds makes it unreadable, because one such item would hide every event
/// behind it.
final class EventReader {

  /// The member by which what is left of an event says that it is no whole event.
  static final String LOST = "tapevault_lost";

  private static final Logger LOG = System.getLogger(EventReader.class.getName());

  private final LargeEvents large;

  EventReader(LargeEvents large) {
    this.large = large;
  }

  /// Who holds a place. What is not an event is nobody that an event could be.
  Holder holder(Map<String, AttributeValue> item) {
    Optional<String> hash = Attributes.text(item, HASH);
    if (hash.isPresent()) {
      return new Holder(Attributes.text(item, UID).orElse(hash.get()), hash.get());
    }
    if (!item.containsKey(EVENT_TYPE)) {
      return new Holder("", "");
    }
    AuditEvent event = read(item).event();
    return new Holder(event.identity(), event.hash());
  }

  StoredEvent read(Map<String, AttributeValue> item) {
    AttributeValue conflict = item.get(CONFLICT);
    return new StoredEvent(
        key(item), event(item), conflict != null && Boolean.TRUE.equals(conflict.bool()));
  }

  static EventKey key(Map<String, AttributeValue> item) {
    return new EventKey(session(item), Attributes.number(item, EVENT_INDEX).orElseThrow());
  }

  private AuditEvent event(Map<String, AttributeValue> item) {
    Instant second = Instant.ofEpochSecond(Attributes.number(item, CREATED_AT).orElse(0L));
    Instant received = Attributes.text(item, RECEIVED_AT).map(Instant::parse).orElse(second);
    String json = json(item);
    AuditEvent event =
        switch (read(json, Attributes.text(item, HASH), received)) {
          case AuditEvent whole -> whole;
          case Refused refused -> fromAttributes(item, json, refused.uid());
        };
    // The index knows the second only, and Teleport of 2018 rounded the two apart: then the second
    // counts.
    boolean together = event.time().getEpochSecond() == second.getEpochSecond();
    return new AuditEvent(
        event.json(),
        Attributes.text(item, EVENT_TYPE).orElse(event.type()),
        together ? event.time() : second,
        event.uid(),
        event.session(),
        event.index(),
        Attributes.text(item, HASH).orElse(event.hash()));
  }

  /// What we put we have digested, and need not again.
  private static Received read(String json, Optional<String> hash, Instant received) {
    return hash.isPresent()
        ? EventJson.known(json, hash.get(), received)
        : EventJson.read(json.getBytes(UTF_8), received);
  }

  private String json(Map<String, AttributeValue> item) {
    Optional<String> overflow = Attributes.text(item, OVERFLOW);
    if (overflow.isPresent()) {
      return kept(item, overflow.get());
    }
    return Attributes.text(item, FIELDS).orElseGet(() -> JsonMap.json(fields(item)));
  }

  private String kept(Map<String, AttributeValue> item, String sha256) {
    try {
      return large
          .read(sha256)
          .map(bytes -> new String(bytes, UTF_8))
          .orElseGet(() -> lost(item, "the bytes " + sha256 + " are gone"));
    } catch (LargeEvents.Altered altered) {
      return lost(item, String.valueOf(altered.getMessage()));
    }
  }

  /// What the item holds of an event whose bytes are gone or were altered. It says so itself,
  /// wherever it is shown or sent, and its hash does not fit.
  private static String lost(Map<String, AttributeValue> item, String why) {
    LOG.log(Level.ERROR, "of an event of {0} only a part is left: {1}", session(item), why);
    Map<String, AttributeValue> part = new HashMap<>(fields(item));
    part.put(LOST, AttributeValue.fromS(why));
    return JsonMap.json(part);
  }

  private static String session(Map<String, AttributeValue> item) {
    return Attributes.text(item, SESSION_ID).orElse("");
  }

  /// An event that Teleport put and that we would not have accepted, such as one whose index it
  /// made from its clock.
  private static AuditEvent fromAttributes(
      Map<String, AttributeValue> item, String json, @Nullable String uid) {
    Map<String, AttributeValue> fields = fields(item);
    AttributeValue type = item.getOrDefault(EVENT_TYPE, AttributeValue.fromS(""));
    boolean wrapped = fields.isEmpty();
    String whole =
        wrapped ? JsonMap.json(Map.of("event", type, "fields", AttributeValue.fromS(json))) : json;
    return new AuditEvent(
        whole,
        type.s(),
        Instant.MAX,
        Attributes.text(fields, "uid").orElse(uid),
        Attributes.text(fields, "sid").filter(sid -> !sid.isEmpty()).orElse(null),
        Attributes.number(item, EVENT_INDEX).orElse(0L),
        Sha256.of(whole.getBytes(UTF_8)));
  }

  private static Map<String, AttributeValue> fields(Map<String, AttributeValue> item) {
    AttributeValue fields = item.get(FIELDS_MAP);
    return fields != null && fields.hasM() ? fields.m() : Map.of();
  }
}
