package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_TYPE;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.HELD;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;

import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Parallel;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.Holds;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The holds of a table. A held item has no `Expires`, which is what DynamoDB deletes by, but
/// `Held`.
///
/// `keep` and `letGo` are over after 20 seconds: then they are [io.tapevault.event.Unavailable],
/// and go on when they are called again.
final class DynamoDbHolds implements Holds {

  private static final String KEPT =
      "attribute_exists(%s) AND attribute_not_exists(%s)".formatted(HELD, EXPIRES);
  private static final String NOT_KEPT = "attribute_exists(%s)".formatted(EXPIRES);

  private final EventsTable table;
  private final HeldSessions held;
  private final HoldItems items;
  private final InstantSource clock;

  DynamoDbHolds(EventsTable table, HeldSessions held, InstantSource clock) {
    this.table = table;
    this.held = held;
    this.items = new HoldItems(table);
    this.clock = clock;
  }

  @Override
  public Hold place(Hold hold) {
    items.put(hold);
    held.look();
    return items.find(hold.session()).orElse(hold);
  }

  @Override
  public Optional<Hold> release(String session, Said released) {
    items
        .find(session)
        .filter(hold -> !hold.isReleased())
        .ifPresent(hold -> items.put(hold.released(released)));
    held.look();
    return items.find(session);
  }

  @Override
  public Optional<Hold> find(String session) {
    return items.find(session);
  }

  @Override
  public List<Hold> list(String after, int most) {
    return items.list(after, most);
  }

  @Override
  public void keep(String session) {
    changeAll(session, NOT_KEPT, "SET " + HELD + " = " + EXPIRES + " REMOVE " + EXPIRES);
  }

  @Override
  public void letGo(String session) {
    changeAll(session, KEPT, "SET " + EXPIRES + " = " + HELD);
  }

  /// Only these two attributes, as the role is permitted; and only of what is an event.
  private void changeAll(String session, String where, String change) {
    TimeLeft left = TimeLeft.of(TimeLeft.PATIENCE, clock);
    table.query(
        query ->
            query
                .keyConditionExpression(SESSION_ID + " = :session")
                .filterExpression("attribute_exists(" + EVENT_TYPE + ") AND " + where)
                .expressionAttributeValues(Map.of(":session", AttributeValue.fromS(session)))
                .projectionExpression(SESSION_ID + ", " + EVENT_INDEX)
                .consistentRead(true),
        page -> {
          left.check("not all events of a session are held, or let go; do it again");
          List<Boolean> _ =
              Parallel.map(
                  page.items(),
                  key ->
                      table.update(update ->
                          update.key(key).updateExpression(change).conditionExpression(where)));
          return true;
        });
  }

  @Override
  public void forget(String session) {
    boolean _ =
        table.delete(delete ->
            delete
                .key(HoldItems.key(session))
                .conditionExpression("attribute_exists(" + HoldItems.RELEASED + "At)"));
  }
}
