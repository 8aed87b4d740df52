package io.tapevault.aws.dynamodb;

import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Found;
import io.tapevault.aws.dynamodb.table.QueryPage;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Gets items by their keys, many at a time, and asks again for those that DynamoDB did not get to.
final class Lookup {

  // DynamoDB: BatchGetItem takes 100 keys.
  private static final int BATCH = 100;
  // 16 MB is all that one answer holds: 100 items of 400 KB need three.
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int LONGEST_PAUSE = 32;

  private final EventsTable table;
  private final TimeLeft left;

  Lookup(EventsTable table, TimeLeft left) {
    this.table = table;
    this.left = left;
  }

  /// Read as `reading` does, in no particular order.
  <T> List<T> read(List<EventKey> keys, QueryPage.Reading<T> reading) {
    List<T> items = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += BATCH) {
      List<EventKey> some = keys.subList(from, Math.min(keys.size(), from + BATCH));
      get(some.stream().map(EventItem::key).toList(), reading, items);
    }
    return items;
  }

  private <T> void get(
      List<Map<String, AttributeValue>> keys, QueryPage.Reading<T> reading, List<T> items) {
    List<Map<String, AttributeValue>> asked = keys;
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      left.check("a lookup is not done");
      Found<T> found = table.find(asked, reading, left);
      items.addAll(found.items());
      asked = found.unprocessed();
      if (asked.isEmpty()) {
        return;
      }
      pause(attempt, found.items().isEmpty());
    }
    throw new Unavailable("DynamoDB did not get to all keys of a lookup in " + TRIES + " tries");
  }

  private static void pause(int attempt, boolean throttled) {
    if (!throttled) {
      return;
    }
    try {
      Thread.sleep(PAUSE.multipliedBy(Math.min(1 << attempt, LONGEST_PAUSE)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }
}
