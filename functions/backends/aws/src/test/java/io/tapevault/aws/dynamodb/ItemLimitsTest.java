package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.ItemSize;
import io.tapevault.aws.dynamodb.item.TeleportProjection;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// DynamoDB refuses items over 400 KB.
@OnDynamoDb
final class ItemLimitsTest {

  private final KeptInMemory large = new KeptInMemory();
  private final EventLog log =
      new DynamoDbEventLog(
          TestTables.empty(),
          large,
          Retention.DEFAULT,
          new MovableClock(NOON),
          TestTables.NO_HURRY);

  @Test
  void of_400_kb_is_kept_in_the_table_and_a_larger_one_beside_it() {
    int characters = ItemSize.LIMIT - (int) size(ofSize(0));
    for (int more : List.of(-1, 0, 1)) {
      AuditEvent event = ofSize(characters + more);
      assertEquals(more > 0, size(event) != ItemSize.LIMIT + more);
      assertEquals(more > 0 ? 1 : 0, keptBesideWhenAppended(event));
      assertEquals(Events.stored(List.of(event)), Events.canonical(log.find(List.of(event.key()))));
    }
  }

  @Test
  void of_1_mb_in_characters_of_any_length_is_kept_beside() {
    for (String text :
        List.of(
            "x".repeat(1_000_000),
            "é".repeat(500_000),
            "😀".repeat(250_000),
            "\\u0001".repeat(500_000))) {
      AuditEvent event = with(text);
      assertEquals(1, keptBesideWhenAppended(event));
      assertEquals(Events.stored(List.of(event)), Events.canonical(log.find(List.of(event.key()))));
      assertEquals(List.of(new Appended.AlreadyThere(event.key())), log.append(List.of(event)));
    }
  }

  @Test
  void that_overflows_still_has_what_is_searched_by() {
    AuditEvent event =
        Events.event(
            """
            {"event":"db.session.query","time":"%s","uid":"u","user":"alice","n":{"a":1},"many":[1],"db_query":"%s"}\
            """
                .formatted(NOON, "x".repeat(500_000)));
    AuditEvent searchable =
        Events.event(
            """
            {"event":"db.session.query","time":"%s","uid":"u","user":"alice","db_query":"%s"}\
            """
                .formatted(NOON, "x".repeat(4096)));
    assertEquals(
        TeleportProjection.of(searchable).fields(),
        requireNonNull(EventItem.of(event, Optional.empty()).attributes().get("FieldsMap")).m());
  }

  @Test
  void of_ten_thousand_small_members_overflows_into_a_small_one() {
    StringBuilder json =
        new StringBuilder("{\"event\":\"odd\",\"content\":\"")
            .append("x".repeat(400_000))
            .append('"');
    IntStream.range(0, 10_000)
        .forEach(i -> json.append(",\"member ").append(i).append("\":").append(i));
    AuditEvent event = Events.event(json.append(",\"user\":\"alice\"}").toString());
    EventItem item = EventItem.of(event, Optional.empty());
    assertTrue(ItemSize.of(item.attributes()) < 40_000);
    assertEquals(
        "alice",
        Attributes.text(requireNonNull(item.attributes().get("FieldsMap")).m(), "user")
            .orElseThrow());
  }

  @Test
  void whose_bytes_are_lost_or_altered_says_so_itself_and_hides_nothing() {
    AuditEvent lost = with("x".repeat(500_000));
    AuditEvent altered = with("y".repeat(500_000));
    log.append(List.of(lost, altered));
    large.lose(digest(lost));
    large.alter(digest(altered));
    for (StoredEvent found : log.find(List.of(lost.key(), altered.key()))) {
      AuditEvent says = Events.event(found.event().json());
      assertEquals("odd", found.event().type());
      assertTrue(
          found.event().json().matches(".*\"tapevault_lost\":\"[^\"]*(gone|altered)[^\"]*\".*"),
          found.event().json());
      assertNotEquals(says.hash(), found.event().hash());
    }
    assertEquals(2, log.search(aroundNoon(), null, 10).events().size());
  }

  @Test
  void whose_bytes_cannot_be_read_now_is_no_event_but_trouble() {
    AuditEvent event = with("x".repeat(500_000));
    log.append(List.of(event));
    for (RuntimeException trouble :
        List.of(
            new Unavailable("503"),
            new NotPermitted("kms:Decrypt", "s3://b/k"),
            new IllegalStateException("404 NoSuchBucket"))) {
      large.fail(trouble);
      assertSame(
          trouble, assertThrows(RuntimeException.class, () -> log.find(List.of(event.key()))));
      assertSame(
          trouble, assertThrows(RuntimeException.class, () -> log.search(aroundNoon(), null, 10)));
      assertSame(
          trouble,
          assertThrows(
              RuntimeException.class,
              () -> log.session(event.key().session(), Order.ASCENDING, null, 10)));
    }
  }

  private int keptBesideWhenAppended(AuditEvent event) {
    int before = large.size();
    assertEquals(List.of(new Appended.Stored(event.key())), log.append(List.of(event)));
    return large.size() - before;
  }

  private static String digest(AuditEvent event) {
    return EventItem.of(event, Optional.empty()).overflow().orElseThrow();
  }

  private static long size(AuditEvent event) {
    EventKey longest = new EventKey(event.key().session(), Long.MAX_VALUE);
    return ItemSize.of(EventItem.of(event, Retention.DEFAULT.expiry(NOON)).at(longest, true));
  }

  private static AuditEvent ofSize(int characters) {
    return with("x".repeat(characters));
  }

  private static AuditEvent with(String text) {
    return Events.event(
        "{\"event\":\"odd\",\"uid\":\"u\",\"sid\":\"%s\",\"ei\":7,\"time\":\"%s\",\"text\":\"%s\"}"
            .formatted(Events.uuid(text), NOON, text));
  }

  private static EventQuery aroundNoon() {
    return new EventQuery(NOON.minusSeconds(60), NOON.plusSeconds(60), Set.of(), Order.ASCENDING);
  }
}
