package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.EventReader;
import io.tapevault.aws.dynamodb.item.LiveEvents;
import io.tapevault.aws.dynamodb.item.StoredItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.hold.Holds;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Events in a DynamoDB table with Teleport's layout.
///
/// `session` and `find` see every append that has been answered. `search` reads an index, which on
/// AWS follows the table within moments. Of Teleport's events `search` finds those that Teleport
/// itself finds: since 6.2.
public final class DynamoDbEventLog implements EventLog {

  // DynamoDB: a partition key has 1 to 2,048 bytes.
  private static final int MAX_SESSION_BYTES = 2048;

  private final EventsTable table;
  private final LargeEvents large;
  private final Retention retention;
  private final InstantSource clock;
  private final Duration patience;
  private final EventReader reader;
  private final Calendar calendar;
  private final HeldSessions held;

  public DynamoDbEventLog(
      EventsTable table, LargeEvents large, Retention retention, InstantSource clock) {
    this(table, large, retention, clock, TimeLeft.PATIENCE);
  }

  /// Every call is over after `patience`: then a search answers how far it came, and all else is
  /// [io.tapevault.event.Unavailable].
  DynamoDbEventLog(
      EventsTable table,
      LargeEvents large,
      Retention retention,
      InstantSource clock,
      Duration patience) {
    this.table = table;
    this.large = large;
    this.retention = retention;
    this.clock = clock;
    this.patience = patience;
    this.reader = new EventReader(large);
    this.calendar = new Calendar(table);
    this.held = new HeldSessions(new HoldItems(table), clock);
  }

  /// Those that this log heeds.
  public Holds holds() {
    return new DynamoDbHolds(table, held, clock);
  }

  @Override
  public List<Appended> append(List<AuditEvent> events) {
    TimeLeft left = TimeLeft.of(patience, clock);
    return new Append(table, reader, event -> item(event, left.now()), left).all(events);
  }

  private EventItem item(AuditEvent event, Instant now) {
    Instant begin = Retention.begin(now, event.time());
    EventItem ordinary = EventItem.of(event, retention.of(event.type()).expiry(begin));
    EventItem item = held.contains(event.key().session(), now) ? ordinary.held() : ordinary;
    item.overflow().ifPresent(sha256 -> large.keep(sha256, event.json().getBytes(UTF_8)));
    calendar.note(event.time(), now);
    return item;
  }

  @Override
  public EventPage search(EventQuery query, @Nullable Position after, int limit) {
    TimeLeft left = TimeLeft.of(patience, clock);
    return new Search(table, reader, left, new Search.Wanted(query, after, limit)).page(calendar);
  }

  @Override
  public Histogram histogram(EventQuery query, Duration step) {
    return new Counting(table, reader, TimeLeft.of(patience, clock), query, step).all(calendar);
  }

  @Override
  public EventPage session(
      String session, EventQuery.Order order, @Nullable Long after, int limit) {
    PageBuffer page = PageBuffer.by(PageBuffer.byIndex(order), limit);
    if (!canBeKey(session)) {
      return page.page();
    }
    boolean up = order == EventQuery.Order.ASCENDING;
    Map<String, AttributeValue> key =
        new HashMap<>(Map.of(":session", AttributeValue.fromS(session)));
    String bound = "";
    if (after != null) {
      key.put(":after", EventItem.number(after));
      bound = " AND " + EVENT_INDEX + (up ? " > " : " < ") + ":after";
    }
    String condition = SESSION_ID + " = :session" + bound;
    TimeLeft left = TimeLeft.of(patience, clock);
    LiveEvents live = LiveEvents.at(left.now());
    table.query(
        query ->
            query
                .keyConditionExpression(condition)
                .filterExpression(live.expression())
                .expressionAttributeValues(live.and(key))
                .scanIndexForward(up)
                .limit(limit < Integer.MAX_VALUE ? limit + 1 : null)
                .consistentRead(true),
        StoredItem::read,
        response -> {
          left.check("a session is not read");
          Iterator<StoredItem> items = response.items().iterator();
          while (items.hasNext() && !page.full()) {
            page.offer(reader.read(items.next()));
          }
          return !page.full();
        });
    return page.page();
  }

  @Override
  public List<StoredEvent> find(List<EventKey> keys) {
    List<EventKey> possible =
        keys.stream().filter(key -> canBeKey(key.session())).distinct().toList();
    TimeLeft left = TimeLeft.of(patience, clock);
    Map<EventKey, StoredEvent> found = new HashMap<>();
    for (StoredItem item : new Lookup(table, left).read(possible, StoredItem::read)) {
      if (item.isLive(left.now())) {
        StoredEvent event = reader.read(item);
        found.put(event.key(), event);
      }
    }
    return keys.stream().flatMap(key -> Optional.ofNullable(found.get(key)).stream()).toList();
  }

  private static boolean canBeKey(String session) {
    return !session.isEmpty() && session.getBytes(UTF_8).length <= MAX_SESSION_BYTES;
  }
}
