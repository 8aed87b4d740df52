package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.BYTES;
import static io.tapevault.aws.dynamodb.item.Attributes.DETAIL;
import static io.tapevault.aws.dynamodb.item.Attributes.DOOR;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.OVERFLOW;
import static io.tapevault.aws.dynamodb.item.Attributes.PLACE;
import static io.tapevault.aws.dynamodb.item.Attributes.REASON;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.item.Attributes.UID;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.ItemSize;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Parallel;
import io.tapevault.event.Cursor;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.Parking;
import io.tapevault.event.Position;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.event.Sha256;
import io.tapevault.settings.Layout;
import io.tapevault.settings.Retention;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What was refused, in the events' own table, at `parked#<yyyy-mm-dd>#<n>`: without a type and a
/// date, so that no search, no stream filter and no Teleport meets it.
public final class DynamoDbParking implements Parking {

  // So that no one partition takes all that is written on a bad day.
  private static final int PARTS = 8;
  // 120 bits are at most 37 of the 38 digits that a number has, and too many for anyone to make two
  // equal.
  private static final Pattern ID = Pattern.compile("[0-9a-f]{30}");

  private final EventsTable table;
  private final LargeEvents large;
  private final Retention retention;
  private final InstantSource clock;

  public DynamoDbParking(
      EventsTable table, LargeEvents large, Retention retention, InstantSource clock) {
    this.table = table;
    this.large = large;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public void park(List<Refused> refused) {
    Instant now = clock.instant();
    Parallel.map(refused, one -> table.put(item(one, now)));
  }

  private Map<String, AttributeValue> item(Refused refused, Instant now) {
    byte[] bytes = bytes(refused);
    BigInteger index = new BigInteger(refused.id(), 16);
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(SESSION_ID, AttributeValue.fromS(partition(EventItem.date(now), part(index))));
    item.put(EVENT_INDEX, AttributeValue.fromN(index.toString()));
    item.put(REASON, AttributeValue.fromS(refused.reason().code()));
    item.put(DETAIL, AttributeValue.fromS(refused.detail()));
    if (refused.uid() != null) {
      item.put(UID, AttributeValue.fromS(refused.uid()));
    }
    if (refused.place() != null) {
      item.put(PLACE, AttributeValue.fromS(new Cursor(refused.place()).encoded()));
    }
    if (refused.door() != null) {
      item.put(DOOR, AttributeValue.fromS(refused.door()));
    }
    retention.expiry(now).ifPresent(at -> item.put(EXPIRES, EventItem.number(at.getEpochSecond())));
    item.put(BYTES, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes)));
    if (ItemSize.of(item) > ItemSize.LIMIT) {
      String sha256 = Sha256.of(bytes);
      large.keep(sha256, bytes);
      item.remove(BYTES);
      item.put(OVERFLOW, AttributeValue.fromS(sha256));
    }
    return item;
  }

  private static int part(BigInteger index) {
    return index.mod(BigInteger.valueOf(PARTS)).intValue();
  }

  private static byte[] bytes(Refused refused) {
    ByteBuffer given = refused.bytes().duplicate();
    byte[] bytes = new byte[given.remaining()];
    given.get(bytes);
    return bytes;
  }

  private static String partition(String day, int part) {
    return Layout.PARKED + day + "#" + part;
  }

  @Override
  public List<Refused> parked(LocalDate day, int limit) {
    List<Refused> parked = new ArrayList<>();
    for (int part = 0; part < PARTS && parked.size() < limit; part++) {
      read(new Place(partition(day.toString(), part), null), limit, parked);
    }
    return parked;
  }

  @Override
  public Optional<Refused> find(LocalDate day, String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    BigInteger index = new BigInteger(id, 16);
    List<Refused> found = new ArrayList<>();
    read(
        new Place(partition(day.toString(), part(index)), AttributeValue.fromN(index.toString())),
        1,
        found);
    return found.stream().findFirst();
  }

  /// A partition, and perhaps one place in it.
  private record Place(String partition, @Nullable AttributeValue index) {}

  private void read(Place place, int limit, List<Refused> parked) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":partition", AttributeValue.fromS(place.partition()));
    values.put(":now", EventItem.number(clock.instant().getEpochSecond()));
    if (place.index() != null) {
      values.put(":index", place.index());
    }
    table.query(
        query ->
            query
                .keyConditionExpression(
                    SESSION_ID
                        + " = :partition"
                        + (place.index() == null ? "" : " AND " + EVENT_INDEX + " = :index"))
                .filterExpression(
                    "attribute_exists("
                        + REASON
                        + ") AND (attribute_not_exists("
                        + EXPIRES
                        + ") OR "
                        + EXPIRES
                        + " > :now)")
                .expressionAttributeValues(values)
                .consistentRead(true),
        page -> {
          page.items().stream()
              .limit(limit - parked.size())
              .forEach(item -> parked.add(refused(item)));
          return parked.size() < limit;
        });
  }

  private Refused refused(Map<String, AttributeValue> item) {
    String code = Attributes.text(item, REASON).orElse("");
    Reason reason =
        Stream.of(Reason.values())
            .filter(known -> known.code().equals(code))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("'" + code + "' is no reason to park something"));
    String uid = Attributes.text(item, UID).orElse(null);
    String detail = Attributes.text(item, DETAIL).orElse("");
    String door = Attributes.text(item, DOOR).orElse(null);
    AttributeValue inline = item.get(BYTES);
    if (inline != null && inline.b() != null) {
      return new Refused(
          reason, detail, uid, ByteBuffer.wrap(inline.b().asByteArray()), place(item), door);
    }
    String sha256 = Attributes.text(item, OVERFLOW).orElse("");
    try {
      Optional<byte[]> kept = large.read(sha256);
      return kept.isPresent()
          ? new Refused(reason, detail, uid, ByteBuffer.wrap(kept.get()), place(item), door)
          : lost(reason, detail + " (its bytes " + sha256 + " are gone)", uid);
    } catch (LargeEvents.Altered altered) {
      return lost(reason, detail + " (" + altered.getMessage() + ")", uid);
    }
  }

  private static @Nullable Position place(Map<String, AttributeValue> item) {
    return Attributes.text(item, PLACE).flatMap(Cursor::decode).map(Cursor::position).orElse(null);
  }

  private static Refused lost(Reason reason, String detail, @Nullable String uid) {
    return new Refused(reason, detail, uid, ByteBuffer.allocate(0));
  }
}
