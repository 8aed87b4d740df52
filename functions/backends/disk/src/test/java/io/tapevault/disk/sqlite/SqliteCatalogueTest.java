package io.tapevault.disk.sqlite;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.CatalogueQuery.Field;
import io.tapevault.catalogue.Listed.State;
import io.tapevault.catalogue.Place;
import io.tapevault.disk.sqlite.SqliteCatalogue.Question;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.CatalogueContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SqliteCatalogueTest extends CatalogueContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Catalogue open(InstantSource clock) {
    return databases.in(folder, clock, Retention.DEFAULT).catalogue();
  }

  @Override
  protected Optional<Catalogue> denied() {
    return Optional.empty();
  }

  static Stream<Arguments> questions() {
    return Stream.of(
        Arguments.of(Map.of(), null, "listed_by_time"),
        Arguments.of(Map.of(Field.USER, "u"), null, "listed_by_user"),
        Arguments.of(Map.of(Field.SERVER, "u"), null, "listed_by_server"),
        Arguments.of(Map.of(Field.KIND, "ssh"), null, "listed_by_kind"),
        Arguments.of(Map.of(Field.PARTICIPANT, "u"), null, "participant USING PRIMARY KEY"),
        Arguments.of(Map.of(), State.RUNNING, "listed_by_state"));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void a_page_is_read_from_an_index_in_its_order(
      Map<Field, String> equal, @Nullable State state, String index) {
    SqliteDatabase database = databases.in(folder, InstantSource.system(), Retention.DEFAULT);
    Instant to = NOON.plus(Duration.ofDays(1));
    for (Order order : Order.values()) {
      for (Place after : Arrays.asList(null, new Place(NOON.toEpochMilli(), 5))) {
        CatalogueQuery query = new CatalogueQuery(NOON, to, equal, state, null, order);
        Question question = Question.of(query, after, 0);
        String plan = database.connections().read("plan", connection -> plan(connection, question));
        assertTrue(plan.contains(index), plan);
        assertFalse(plan.contains("TEMP B-TREE") || plan.contains("SCAN"), plan);
      }
    }
  }

  private static String plan(Connection connection, Question question) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement explain =
        connection.prepareStatement("EXPLAIN QUERY PLAN " + question.sql())) {
      int number = 1;
      for (Object value : question.values()) {
        explain.setObject(number++, value);
      }
      explain.setLong(number, 10);
      try (ResultSet rows = explain.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString("detail")).append('\n');
        }
      }
    }
    return plan.toString();
  }
}
