package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.BYTES;
import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT_DATE;
import static io.tapevault.aws.dynamodb.item.Attributes.DETAIL;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.OUTCOME;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.partitioningBy;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.EventReader;
import io.tapevault.aws.dynamodb.item.LiveEvents;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Parallel;
import io.tapevault.aws.dynamodb.table.TableCreation;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.EventKey;
import io.tapevault.event.Sha256;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.AccountPage;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.settings.Layout;
import io.tapevault.settings.Retention;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Receipts for batches of events, in the events' own table, at `receipts#<sink>#<hour>`: without a
/// type and a date, as what is parked. A receipt that is put again is the same item.
///
/// What an hour has is the union of its receipts, and what waits is what the index by day has
/// beside. Reading takes as long as there are events: after 20 s it ends before the next hour.
public final class DynamoDbAccounts implements Accounts {

  // 16 KB an item.
  private static final int MOST_IN_ITEM = 1000;
  // As what is parked has it.
  private static final int INDEX_DIGITS = 30;

  private final EventsTable table;
  private final Retention retention;
  private final InstantSource clock;
  private final Duration patience;
  private final Begins begins;

  public DynamoDbAccounts(EventsTable table, Retention retention, InstantSource clock) {
    this(table, retention, clock, TimeLeft.PATIENCE, sink -> Optional.empty());
  }

  DynamoDbAccounts(EventsTable table, Retention retention, InstantSource clock, Duration patience) {
    this(table, retention, clock, patience, sink -> Optional.empty());
  }

  private DynamoDbAccounts(
      EventsTable table,
      Retention retention,
      InstantSource clock,
      Duration patience,
      Begins begins) {
    this.table = table;
    this.retention = retention;
    this.clock = clock;
    this.patience = patience;
    this.begins = begins;
  }

  /// Where a SIEM began. What is older and was not delivered all the same is excluded.
  public interface Begins extends Function<String, Optional<Instant>> {}

  public DynamoDbAccounts from(Begins known) {
    return new DynamoDbAccounts(table, retention, clock, patience, known);
  }

  /// What one item says of its events.
  private record Kind(Instant hour, Outcome outcome, String why) {}

  @Override
  public void note(String sink, List<Settled> settled) {
    Map<Kind, List<Settled>> kinds = new LinkedHashMap<>();
    for (Settled one : settled) {
      Kind kind = new Kind(one.hour(), one.outcome(), one.why());
      kinds.computeIfAbsent(kind, none -> new ArrayList<>()).add(one);
    }
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    kinds.forEach((kind, events) -> {
      for (int from = 0; from < events.size(); from += MOST_IN_ITEM) {
        int to = Math.min(events.size(), from + MOST_IN_ITEM);
        items.add(item(sink, kind, events.subList(from, to)));
      }
    });
    Parallel.map(items, table::put);
  }

  private Map<String, AttributeValue> item(String sink, Kind kind, List<Settled> events) {
    ByteBuffer digests = ByteBuffer.allocate(events.size() * Digest.BYTES);
    events.forEach(one -> Digest.of(one.key()).write(digests));
    String name =
        Sha256.of(
            (kind.outcome().word() + '\0' + kind.why() + '\0').getBytes(UTF_8), digests.array());
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(SESSION_ID, AttributeValue.fromS(partition(sink, kind.hour())));
    item.put(
        EVENT_INDEX,
        AttributeValue.fromN(new BigInteger(name.substring(0, INDEX_DIGITS), 16).toString()));
    item.put(OUTCOME, AttributeValue.fromS(kind.outcome().word()));
    item.put(DETAIL, AttributeValue.fromS(kind.why()));
    item.put(BYTES, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(digests.array())));
    retention
        .expiry(Retention.begin(clock.instant(), kind.hour().plus(Duration.ofHours(1))))
        .ifPresent(at -> item.put(EXPIRES, EventItem.number(at.getEpochSecond())));
    return item;
  }

  // 2026-03-01T12
  private static String partition(String sink, Instant hour) {
    String text = hour.toString();
    return Layout.RECEIPTS + sink + "#" + text.substring(0, text.indexOf(':'));
  }

  @Override
  public AccountPage read(String sink, Instant from, Instant to) {
    TimeLeft left = TimeLeft.of(patience, clock);
    Instant begin = begins.apply(sink).orElse(Instant.MIN);
    Instant first = Settled.hour(from);
    List<Account> hours = new ArrayList<>();
    for (Instant hour = first; hour.isBefore(to); hour = hour.plus(Duration.ofHours(1))) {
      Optional<Account> account =
          left.isOver() && !hour.equals(first)
              ? Optional.empty()
              : account(sink, hour, begin, left);
      if (account.isEmpty() && hour.equals(first)) {
        throw new Unavailable("DynamoDB is too slow: the hour " + hour + " is not counted");
      }
      if (account.isEmpty()) {
        return new AccountPage(hours, hour);
      }
      account.filter(one -> one.stored() > 0).ifPresent(hours::add);
    }
    return new AccountPage(hours, null);
  }

  /// Empty where there was no time to count it to its end.
  private Optional<Account> account(String sink, Instant hour, Instant begin, TimeLeft left) {
    Receipts receipts = receipts(sink, hour, left);
    Account.Counted counted = new Account.Counted();
    receipts.countInto(counted);
    LiveEvents live = LiveEvents.at(left.now());
    boolean[] stopped = {false};
    table.query(
        query ->
            query
                .indexName(TableCreation.INDEX)
                .keyConditionExpression(
                    CREATED_AT_DATE + " = :day AND " + CREATED_AT + " BETWEEN :first AND :last")
                .filterExpression(live.expression())
                .projectionExpression(SESSION_ID + ", " + EVENT_INDEX + ", " + CREATED_AT)
                .expressionAttributeValues(
                    live.and(
                        Map.of(
                            ":day", AttributeValue.fromS(EventItem.date(hour)),
                            ":first", EventItem.number(hour.getEpochSecond()),
                            ":last", EventItem.number(hour.getEpochSecond() + 3599)))),
        page -> {
          Map<Boolean, Long> open =
              page.items().stream()
                  .filter(item -> !receipts.has(EventReader.key(item)))
                  .collect(
                      partitioningBy(item -> second(item) < begin.getEpochSecond(), counting()));
          counted.settled(Outcome.EXCLUDED, "", open.getOrDefault(true, 0L));
          counted.waiting(open.getOrDefault(false, 0L));
          stopped[0] = left.isOver() && !page.lastEvaluatedKey().isEmpty();
          return !stopped[0];
        });
    return stopped[0] ? Optional.empty() : Optional.of(counted.account(hour));
  }

  private static long second(Map<String, AttributeValue> item) {
    return Attributes.number(item, CREATED_AT).orElse(Long.MAX_VALUE);
  }

  private Receipts receipts(String sink, Instant hour, TimeLeft left) {
    Receipts receipts = new Receipts();
    table.query(
        query ->
            query
                .keyConditionExpression(SESSION_ID + " = :partition")
                .filterExpression(
                    "attribute_exists("
                        + OUTCOME
                        + ") AND (attribute_not_exists("
                        + EXPIRES
                        + ") OR "
                        + EXPIRES
                        + " > :now)")
                .expressionAttributeValues(
                    Map.of(
                        ":partition", AttributeValue.fromS(partition(sink, hour)),
                        ":now", EventItem.number(left.now().getEpochSecond())))
                .consistentRead(true),
        page -> {
          page.items().forEach(receipts::add);
          if (!page.lastEvaluatedKey().isEmpty()) {
            left.check("the receipts of " + hour + " are not read");
          }
          return true;
        });
    return receipts;
  }

  @Override
  public Predicate<EventKey> settled(String sink, Instant hour) {
    return receipts(sink, hour, TimeLeft.of(patience, clock))::has;
  }
}
