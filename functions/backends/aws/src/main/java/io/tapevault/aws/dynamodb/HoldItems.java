package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.Sha256;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.settings.Layout;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The holds, in the events' own table and in one partition: without a type and a date, so that no
/// search, no stream filter and no Teleport meets them.
final class HoldItems {

  // 120 bits are at most 37 of the 38 digits that a number has.
  private static final int INDEX_DIGITS = 30;
  private static final String SESSION = "Session";
  private static final String PLACED = "Placed";
  static final String RELEASED = "Released";

  private final EventsTable table;

  HoldItems(EventsTable table) {
    this.table = table;
  }

  /// Puts it where none is, or one that was released; or, of one that is released, where it is not.
  /// Else nothing is changed.
  void put(Hold hold) {
    Map<String, AttributeValue> item = new HashMap<>(key(hold.session()));
    item.put(SESSION, AttributeValue.fromS(hold.session()));
    put(item, PLACED, hold.placed());
    if (hold.released() != null) {
      put(item, RELEASED, hold.released());
    }
    String condition =
        hold.isReleased()
            ? "attribute_exists(%s) AND attribute_not_exists(%s)"
            : "attribute_not_exists(%s) OR attribute_exists(%s)";
    table.putWhere(condition.formatted(SESSION_ID, RELEASED + "At"), item, put -> {});
  }

  private static void put(Map<String, AttributeValue> item, String what, Said said) {
    item.put(what + "By", AttributeValue.fromS(said.by()));
    item.put(what + "Why", AttributeValue.fromS(said.reason()));
    item.put(what + "At", AttributeValue.fromS(said.at().toString()));
  }

  Optional<Hold> find(String session) {
    return query("=", key(session).get(EVENT_INDEX), 1).stream().findFirst();
  }

  List<Hold> list(String after, int most) {
    AttributeValue bound =
        after.isEmpty() ? AttributeValue.fromN("-1") : key(after).get(EVENT_INDEX);
    return query(">", bound, most);
  }

  private List<Hold> query(String comparison, @Nullable AttributeValue bound, int most) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":holds", AttributeValue.fromS(Layout.HOLDS));
    values.put(":bound", bound);
    List<Hold> holds = new ArrayList<>();
    table.query(
        query ->
            query
                .keyConditionExpression(
                    SESSION_ID + " = :holds AND " + EVENT_INDEX + " " + comparison + " :bound")
                // An event may name a session as it likes.
                .filterExpression("attribute_exists(" + PLACED + "At)")
                .expressionAttributeValues(values)
                .limit(most)
                .consistentRead(true),
        page -> {
          page.items().stream().limit(most - holds.size()).forEach(item -> holds.add(read(item)));
          return holds.size() < most;
        });
    return List.copyOf(holds);
  }

  private static Hold read(Map<String, AttributeValue> item) {
    return new Hold(
        text(item, SESSION),
        said(item, PLACED),
        item.containsKey(RELEASED + "At") ? said(item, RELEASED) : null);
  }

  private static Said said(Map<String, AttributeValue> item, String what) {
    return new Said(
        text(item, what + "By"), text(item, what + "Why"), Instant.parse(text(item, what + "At")));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Attributes.text(item, name).orElseThrow();
  }

  static Map<String, AttributeValue> key(String session) {
    String digest = Sha256.ofText(session);
    String index = new BigInteger(digest.substring(0, INDEX_DIGITS), 16).toString();
    return Map.of(
        SESSION_ID, AttributeValue.fromS(Layout.HOLDS), EVENT_INDEX, AttributeValue.fromN(index));
  }
}
