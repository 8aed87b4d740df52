package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.item.Attributes.TEXT;

import io.tapevault.aws.dynamodb.ListedItems.Part;
import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsTable.Condition;
import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.ListedJson;
import io.tapevault.catalogue.Place;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.settings.Retention;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The catalogue in the events' own table, without a type and a date, so that no search, no stream
/// filter and no Teleport meets it.
///
/// A session lies by itself, which decides, and then in its month, for pages. Whoever breaks off in
/// between is told of the event again, and makes the second good.
public final class DynamoDbCatalogue implements Catalogue {

  private static final String REVISION = "Revision";
  // The place in a month where the session was before; it may still lie there.
  private static final String WAS = "Was";
  private static final Map<String, String> NAMES = Map.of("#revision", REVISION);

  private final EventsTable table;
  private final InstantSource clock;
  private final Retention retention;

  public DynamoDbCatalogue(EventsTable table, InstantSource clock, Retention retention) {
    this.table = table;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public Optional<Entry> find(String sid) {
    return item(sid).flatMap(this::entry);
  }

  private Optional<Map<String, AttributeValue>> item(String sid) {
    Map<String, AttributeValue> key = ListedItems.ofItself(sid);
    return table
        .query(query ->
            query
                .keyConditionExpression(SESSION_ID + " = :session AND " + EVENT_INDEX + " = :index")
                .expressionAttributeValues(
                    Map.of(":session", key.get(SESSION_ID), ":index", key.get(EVENT_INDEX)))
                .consistentRead(true))
        .items()
        .stream()
        .findFirst();
  }

  private Optional<Entry> entry(Map<String, AttributeValue> item) {
    long revision = Attributes.number(item, REVISION).orElse(0L);
    return ListedItems.read(item, clock.instant()).map(session -> new Entry(session, revision));
  }

  @Override
  public boolean put(Listed session, long seen) {
    Optional<Map<String, AttributeValue>> there = item(session.sid());
    Optional<Entry> entry = there.flatMap(this::entry);
    if (entry.map(Entry::revision).orElse(0L) != seen) {
      return false;
    }
    there.map(item -> item.get(WAS)).ifPresent(was -> takeAway(was.m(), seen));
    long revision = seen + 1;
    Map<String, AttributeValue> item = item(session, revision);
    Map<String, AttributeValue> place = ListedItems.inItsMonth(session.place());
    Optional<Map<String, AttributeValue>> was =
        entry
            .map(one -> ListedItems.inItsMonth(one.session().place()))
            .filter(other -> !other.equals(place));
    Map<String, AttributeValue> itself = with(item, ListedItems.ofItself(session.sid()));
    was.ifPresent(other -> itself.put(WAS, AttributeValue.fromM(other)));
    if (!table.putWhen(asSeen(seen), itself)) {
      return false;
    }
    boolean _ = table.putWhen(olderThan(revision), with(item, place));
    was.ifPresent(other -> takeAway(other, revision));
    // Who came in between, and moved it, found nothing yet to take away at this place.
    find(session.sid())
        .filter(now -> !now.session().place().equals(session.place()))
        .ifPresent(now -> takeAway(place, now.revision()));
    return true;
  }

  private Map<String, AttributeValue> item(Listed session, long revision) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(TEXT, AttributeValue.fromS(ListedJson.write(session)));
    item.put(REVISION, EventItem.number(revision));
    retention
        .expiry(Retention.begin(clock.instant(), session.at()))
        .ifPresent(expiry -> item.put(EXPIRES, EventItem.number(expiry.getEpochSecond())));
    return item;
  }

  private static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, Map<String, AttributeValue> key) {
    Map<String, AttributeValue> all = new HashMap<>(item);
    all.putAll(key);
    return all;
  }

  private Condition asSeen(long revision) {
    return revision == 0
        ? new Condition(
            "attribute_not_exists(" + SESSION_ID + ") OR #expires <= :now",
            Map.of("#expires", EXPIRES),
            Map.of(":now", now()))
        : new Condition(
            "#revision = :revision", NAMES, Map.of(":revision", EventItem.number(revision)));
  }

  private Condition olderThan(long revision) {
    return new Condition(
        "attribute_not_exists("
            + SESSION_ID
            + ") OR #revision < :revision OR "
            + EXPIRES
            + " <= :now",
        NAMES,
        Map.of(":revision", EventItem.number(revision), ":now", now()));
  }

  private void takeAway(Map<String, AttributeValue> key, long revision) {
    boolean _ =
        table.deleteWhen(
            new Condition(
                "#revision < :revision", NAMES, Map.of(":revision", EventItem.number(revision))),
            key);
  }

  private AttributeValue now() {
    return EventItem.number(clock.instant().getEpochSecond());
  }

  @Override
  public Page page(CatalogueQuery query, @Nullable Place after, int limit) {
    ListedPage page = new ListedPage(query, limit, clock.instant());
    for (Part part : ListedItems.parts(query, after)) {
      if (!page.mayAsk()) {
        return page.soFar();
      }
      table.query(
          ask ->
              ask.keyConditionExpression(
                      SESSION_ID + " = :part AND " + EVENT_INDEX + " BETWEEN :least AND :most")
                  .expressionAttributeValues(
                      Map.of(
                          ":part", AttributeValue.fromS(part.name()),
                          ":least", AttributeValue.fromN(part.least().toString()),
                          ":most", AttributeValue.fromN(part.most().toString())))
                  .scanIndexForward(query.order() == Order.ASCENDING)
                  .limit(limit + 1)
                  .consistentRead(true),
          page::add);
      if (page.hasMore()) {
        return page.soFar();
      }
      page.isRead(part.behind());
    }
    return page.whole();
  }
}
