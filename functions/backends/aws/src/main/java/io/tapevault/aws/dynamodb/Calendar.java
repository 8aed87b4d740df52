package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;

import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.EventQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The days that can hold events, so that a search from the year 1 to the year 9999 asks for a few
/// thousand days and not for millions.
///
/// From 2015 until now every day can. Outside of that lie only the events of broken clocks: before
/// the first event of such an odd day is put, the day is noted in the table. Of Teleport's own
/// events, which note nothing, the days of the two zero times are looked at: the year 1 (Go's) and
/// 1970 (of a board without a battery).
final class Calendar {

  // Teleport's first commit.
  private static final LocalDate FIRST = LocalDate.of(2015, 1, 1);
  private static final List<LocalDate> ZERO_TIMES = List.of(LocalDate.of(1, 1, 1), LocalDate.EPOCH);
  // An Instant reaches a year further than a LocalDate.
  private static final Instant EARLIEST = LocalDate.MIN.atStartOfDay().toInstant(ZoneOffset.UTC);
  private static final Instant LATEST = LocalDate.MAX.atStartOfDay().toInstant(ZoneOffset.UTC);
  // Clocks of writers may be ahead of ours; ours, when searching, behind those that wrote.
  private static final int DAYS_AHEAD_WRITING = 1;
  private static final int DAYS_AHEAD_READING = 3;

  private static final String PARTITION = "days#odd";
  // Above the index of every event, so that no event can take a day's place.
  private static final BigDecimal BASE = BigDecimal.TEN.pow(20);

  private final EventsTable table;

  Calendar(EventsTable table) {
    this.table = table;
  }

  /// Makes sure that the day of an event will be found. Asks DynamoDB only for an odd day.
  void note(Instant time, Instant now) {
    LocalDate day = day(time);
    if (day.isBefore(FIRST) || day.isAfter(day(now).plusDays(DAYS_AHEAD_WRITING))) {
      BigDecimal index = BASE.add(BigDecimal.valueOf(day.toEpochDay()));
      table.put(
          Map.of(
              SESSION_ID,
              AttributeValue.fromS(PARTITION),
              EVENT_INDEX,
              AttributeValue.fromN(index.toPlainString())));
    }
  }

  /// The days from `from` to `to`, both inclusive, that can hold events, in order.
  List<LocalDate> days(Instant from, Instant to, EventQuery.Order order, Instant now) {
    if (from.isAfter(to)) {
      return List.of();
    }
    LocalDate last = day(now).plusDays(DAYS_AHEAD_READING);
    NavigableSet<LocalDate> days = new TreeSet<>();
    LocalDate begin = day(from);
    LocalDate end = day(to);
    if (begin.isBefore(FIRST) || end.isAfter(last)) {
      days.addAll(ZERO_TIMES);
      days.addAll(odd());
      days.removeIf(day -> day.isBefore(begin) || day.isAfter(end));
    }
    LocalDate ordinary = begin.isBefore(FIRST) ? FIRST : begin;
    for (LocalDate day = ordinary; !day.isAfter(end) && !day.isAfter(last); day = day.plusDays(1)) {
      days.add(day);
    }
    return new ArrayList<>(order == EventQuery.Order.ASCENDING ? days : days.descendingSet());
  }

  private List<LocalDate> odd() {
    List<LocalDate> days = new ArrayList<>();
    String least = BASE.divide(BigDecimal.TWO).toPlainString();
    table.query(
        query ->
            query
                .keyConditionExpression(SESSION_ID + " = :days AND " + EVENT_INDEX + " >= :least")
                .expressionAttributeValues(
                    Map.of(
                        ":days", AttributeValue.fromS(PARTITION),
                        ":least", AttributeValue.fromN(least)))
                .consistentRead(true),
        page -> {
          page.items().forEach(item -> days.add(noted(item)));
          return true;
        });
    return days;
  }

  private static LocalDate noted(Map<String, AttributeValue> item) {
    AttributeValue index =
        item.getOrDefault(EVENT_INDEX, AttributeValue.fromN(BASE.toPlainString()));
    return LocalDate.ofEpochDay(new BigDecimal(index.n()).subtract(BASE).longValueExact());
  }

  private static LocalDate day(Instant time) {
    if (time.isBefore(EARLIEST)) {
      return LocalDate.MIN;
    }
    return time.isAfter(LATEST) ? LocalDate.MAX : LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
