package io.tapevault.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.Catalogue.Page;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.session.Session;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.CatalogueContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@OnDynamoDb
final class DynamoDbCatalogueTest extends CatalogueContract {

  private static final Instant OF_OLD = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant TO_COME = Instant.parse("9999-12-31T00:00:00Z");

  @Override
  protected Catalogue open(InstantSource clock) {
    return new DynamoDbCatalogue(TestTables.empty(), clock, Retention.DEFAULT);
  }

  @Override
  protected Optional<Catalogue> denied() {
    return Optional.of(
        new DynamoDbCatalogue(
            TestTables.denied(), InstantSource.system(), new Retention.Forever()));
  }

  @Test
  void it_is_no_session_of_the_log() {
    EventsTable table = TestTables.empty();
    InstantSource clock = InstantSource.system();
    Listed session = began("s", Instant.parse("2026-03-01T12:00:00Z"));
    new DynamoDbCatalogue(table, clock, Retention.DEFAULT).put(session, 0);
    DynamoDbEventLog log =
        new DynamoDbEventLog(table, new KeptInMemory(), Retention.DEFAULT, clock);
    assertEquals(EventPage.EMPTY, log.session("sessions#2026-03", Order.ASCENDING, null, 10));
  }

  @Test
  void all_time_is_asked_for_in_pages_that_say_how_far_they_came() {
    Catalogue catalogue =
        new DynamoDbCatalogue(TestTables.empty(), InstantSource.system(), new Retention.Forever());
    List<Listed> sessions =
        List.of(began("old", OF_OLD), began("now", Instant.EPOCH), began("late", TO_COME));
    sessions.forEach(session -> catalogue.put(session, 0));
    for (Order order : Order.values()) {
      CatalogueQuery all =
          new CatalogueQuery(OF_OLD, TO_COME.plusMillis(1), Map.of(), null, null, order);
      List<Listed> found = new ArrayList<>();
      Page page = catalogue.page(all, null, 10);
      assertNotNull(page.next());
      for (int pages = 1; page.next() != null && pages < 100; pages++) {
        found.addAll(page.sessions());
        page = catalogue.page(all, page.next(), 10);
      }
      assertNull(page.next());
      found.addAll(page.sessions());
      assertEquals(order == Order.ASCENDING ? sessions : sessions.reversed(), found);
    }
  }

  private static Listed began(String sid, Instant at) {
    return new Listed(
        sid,
        at,
        Kind.SSH,
        new Session("", "", "", "", "", at, null, List.of(), false, false),
        List.of());
  }
}
