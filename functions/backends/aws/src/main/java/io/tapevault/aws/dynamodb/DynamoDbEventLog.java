package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.Attributes.SESSION_ID;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Placement;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.settings.Retention;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

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
  private final EventReader reader;
  private final Calendar calendar;

  public DynamoDbEventLog(
      EventsTable table, LargeEvents large, Retention retention, InstantSource clock) {
    this.table = table;
    this.large = large;
    this.retention = retention;
    this.clock = clock;
    this.reader = new EventReader(large);
    this.calendar = new Calendar(table);
  }

  @Override
  public List<Appended> append(List<AuditEvent> events) {
    Map<String, List<Integer>> sessions = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      sessions.computeIfAbsent(events.get(i).key().session(), session -> new ArrayList<>()).add(i);
    }
    Appended[] appended = new Appended[events.size()];
    Parallel.map(
        List.copyOf(sessions.values()),
        places -> {
          places.forEach(place -> appended[place] = append(events.get(place)));
          return places;
        });
    return Arrays.asList(appended);
  }

  private Appended append(AuditEvent event) {
    Instant now = clock.instant();
    EventItem item = EventItem.of(event, retention.expiry(now));
    item.overflow().ifPresent(sha256 -> large.keep(sha256, event.json().getBytes(UTF_8)));
    calendar.note(event.time(), now);
    return Placement.place(
        event, (key, conflict) -> table.put(item.at(key, conflict)).map(reader::holder));
  }

  @Override
  public EventPage search(EventQuery query, @Nullable Position after, int limit) {
    Instant now = clock.instant();
    Search.Wanted wanted = new Search.Wanted(query, after, limit);
    return new Search(table, reader, LiveEvents.at(now), wanted).page(calendar, now);
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
    LiveEvents live = LiveEvents.at(clock.instant());
    Map<String, AttributeValue> start = Map.of();
    do {
      Map<String, AttributeValue> behind = start;
      QueryResponse response =
          table.query(query ->
              query
                  .keyConditionExpression(condition)
                  .filterExpression(live.expression())
                  .expressionAttributeValues(live.and(key))
                  .scanIndexForward(up)
                  .exclusiveStartKey(behind.isEmpty() ? null : behind)
                  .limit(limit < Integer.MAX_VALUE ? limit + 1 : null)
                  .consistentRead(true));
      for (Map<String, AttributeValue> item : response.items()) {
        page.offer(reader.read(item));
        if (page.full()) {
          return page.page();
        }
      }
      start = response.lastEvaluatedKey();
    } while (!start.isEmpty());
    return page.page();
  }

  @Override
  public List<StoredEvent> find(List<EventKey> keys) {
    List<EventKey> possible =
        keys.stream().filter(key -> canBeKey(key.session())).distinct().toList();
    Instant now = clock.instant();
    Map<EventKey, StoredEvent> found = new HashMap<>();
    for (Map<String, AttributeValue> item : new Lookup(table).items(possible)) {
      if (LiveEvents.isLive(item, now)) {
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
