package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT_DATE;

import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.LiveEvents;
import io.tapevault.aws.dynamodb.table.Ask;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.QueryPage;
import io.tapevault.aws.dynamodb.table.TableCreation;
import io.tapevault.event.EventQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What is asked of the index by time: of a day, from a second to a second, both inclusive.
record DayIndex(LiveEvents live, Instant first, Instant last) {

  static DayIndex of(EventQuery query, Instant first, Instant last, Instant now) {
    return new DayIndex(
        LiveEvents.at(now).ofTypes(query.types()).where(query.where()), first, last);
  }

  Ask of(LocalDate day, Ask query) {
    return query
        .indexName(TableCreation.INDEX)
        .keyConditionExpression(
            CREATED_AT_DATE + " = :day AND " + CREATED_AT + " BETWEEN :first AND :last")
        .filterExpression(live.expression())
        .expressionAttributeNames(live.names())
        .expressionAttributeValues(
            live.and(
                Map.of(
                    ":day", AttributeValue.fromS(day.toString()),
                    ":first", EventItem.number(first.getEpochSecond()),
                    ":last", EventItem.number(last.getEpochSecond()))));
  }

  boolean isEmpty(EventsTable table, LocalDate day) {
    QueryPage<Map<String, AttributeValue>> page =
        table.query(query -> {
          of(day, query).counting();
          if (!live.chooses()) {
            query.limit(1);
          }
        });
    return page.count() == 0 && page.lastEvaluatedKey().isEmpty();
  }
}
