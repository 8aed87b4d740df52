package io.tapevault.aws.dynamodb.item;

import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_TYPE;
import static io.tapevault.aws.dynamodb.item.Attributes.FIELDS;
import static io.tapevault.aws.dynamodb.item.Attributes.HASH;
import static io.tapevault.aws.dynamodb.item.Attributes.OVERFLOW;
import static io.tapevault.aws.dynamodb.item.Attributes.RECEIVED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.item.Attributes.UID;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.dynamodb.item.FieldsText.Kept;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.Placement.Holder;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventJson;
import io.tapevault.json.EventTime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the items that we put, and those that any version of Teleport put.
///
/// Nothing that an item holds makes it unreadable, because one such item would hide every event
/// behind it.
public final class EventReader {

  /// The member by which what is left of an event says that it is no whole event.
  static final String LOST = "tapevault_lost";

  private static final Logger LOG = System.getLogger(EventReader.class.getName());

  private final LargeEvents large;

  public EventReader(LargeEvents large) {
    this.large = large;
  }

  /// Who holds a place. What is not an event is nobody that an event could be.
  public Holder holder(StoredItem item) {
    Optional<String> hash = item.text(HASH);
    if (hash.isPresent()) {
      return new Holder(item.text(UID).orElse(hash.get()), hash.get());
    }
    if (!item.typed()) {
      return new Holder("", "");
    }
    AuditEvent event = read(item).event();
    return new Holder(event.identity(), event.hash());
  }

  public StoredEvent read(StoredItem item) {
    EventKey key = new EventKey(session(item), item.number(EVENT_INDEX).orElseThrow());
    return new StoredEvent(key, event(item), item.conflict());
  }

  public static EventKey key(Map<String, AttributeValue> item) {
    return new EventKey(
        Attributes.text(item, SESSION_ID).orElse(""),
        Attributes.number(item, EVENT_INDEX).orElseThrow());
  }

  private AuditEvent event(StoredItem item) {
    Instant second = Instant.ofEpochSecond(item.number(CREATED_AT).orElse(0L));
    Instant received = item.text(RECEIVED_AT).map(Instant::parse).orElse(second);
    String json = json(item);
    AuditEvent event =
        ordinary(item, json, received)
            .orElseGet(() ->
                switch (read(json, item.text(HASH), received)) {
                  case AuditEvent whole -> whole;
                  case Refused refused -> fromAttributes(item, json, refused.uid());
                });
    // The index knows the second only, and Teleport of 2018 rounded the two apart: then the second
    // counts.
    boolean together = event.time().getEpochSecond() == second.getEpochSecond();
    return new AuditEvent(
        event.json(),
        item.text(EVENT_TYPE).orElse(event.type()),
        together ? event.time() : second,
        event.uid(),
        event.session(),
        event.index(),
        item.text(HASH).orElse(event.hash()));
  }

  /// What we put, and has nothing odd: all that is asked of it was read on the way. Empty where it
  /// has to be looked at again.
  private static Optional<AuditEvent> ordinary(StoredItem item, String json, Instant received) {
    String hash = item.text(HASH).orElse("");
    FieldsText fields = item.fields();
    boolean elsewhere = item.text(FIELDS).isPresent() || item.text(OVERFLOW).isPresent();
    if (hash.isEmpty() || fields == null || elsewhere) {
      return Optional.empty();
    }
    String type = item.field("event").orElse("");
    Optional<String> uid = item.field("uid");
    Optional<String> sid = item.field("sid");
    Optional<Instant> time = item.field("time").flatMap(EventTime::parse);
    Kept index = fields.kept().get("ei");
    boolean plain =
        !type.isEmpty()
            && isShort(type)
            && uid.map(EventReader::isShort).orElse(!fields.kept().containsKey("uid"))
            && sid.map(EventReader::isShort).orElse(!fields.kept().containsKey("sid"))
            && time.isPresent() == fields.kept().containsKey("time")
            && (index == null || (index.type().equals("N") && StoredItem.isWhole(index.text())));
    return plain
        ? Optional.of(
            new AuditEvent(
                json,
                type,
                time.orElse(received),
                uid.filter(text -> !text.isEmpty()).orElse(null),
                sid.filter(text -> !text.isEmpty()).orElse(null),
                index == null ? 0 : Long.parseLong(index.text()),
                hash))
        : Optional.empty();
  }

  // Of what is longer it is decided elsewhere whether it may be so.
  private static boolean isShort(String text) {
    return text.length() <= 500;
  }

  /// What we put we have digested, and need not again.
  private static Received read(String json, Optional<String> hash, Instant received) {
    return hash.isPresent()
        ? EventJson.known(json, hash.get(), received)
        : EventJson.read(json.getBytes(UTF_8), received);
  }

  private String json(StoredItem item) {
    Optional<String> overflow = item.text(OVERFLOW);
    if (overflow.isPresent()) {
      return kept(item, overflow.get());
    }
    FieldsText fields = item.fields();
    return item.text(FIELDS).orElseGet(() -> fields == null ? "{}" : fields.json());
  }

  private String kept(StoredItem item, String sha256) {
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
  private static String lost(StoredItem item, String why) {
    LOG.log(Level.ERROR, "of an event of {0} only a part is left: {1}", session(item), why);
    FieldsText fields = item.fields();
    return fields == null
        ? JsonMap.json(Map.of(LOST, AttributeValue.fromS(why)))
        : fields.with(LOST, why);
  }

  private static String session(StoredItem item) {
    return item.text(SESSION_ID).orElse("");
  }

  /// An event that Teleport put and that we would not have accepted, such as one whose index it
  /// made from its clock.
  private static AuditEvent fromAttributes(StoredItem item, String json, @Nullable String uid) {
    String type = item.text(EVENT_TYPE).orElse("");
    String whole =
        item.hasFields()
            ? json
            : JsonMap.json(
                Map.of("event", AttributeValue.fromS(type), "fields", AttributeValue.fromS(json)));
    return new AuditEvent(
        whole,
        type,
        Instant.MAX,
        item.field("uid").orElse(uid),
        item.field("sid").filter(sid -> !sid.isEmpty()).orElse(null),
        item.number(EVENT_INDEX).orElse(0L),
        Sha256.ofText(whole));
  }
}
