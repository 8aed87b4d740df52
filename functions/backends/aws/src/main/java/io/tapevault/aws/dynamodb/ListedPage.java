package io.tapevault.aws.dynamodb;

import io.tapevault.aws.dynamodb.table.QueryPage;
import io.tapevault.catalogue.Catalogue.Page;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A page of the catalogue while it is read.
final class ListedPage {

  // A page that finds little reads some MB, and says how far it came.
  private static final int MOST_QUERIES = 40;

  private final CatalogueQuery query;
  private final int limit;
  private final Instant now;
  private final List<Listed> found = new ArrayList<>();
  private @Nullable Place read;
  private int queries;
  private boolean more;

  ListedPage(CatalogueQuery query, int limit, Instant now) {
    this.query = query;
    this.limit = limit;
    this.now = now;
  }

  /// Whether there is room for more, and leave to ask for it.
  boolean add(QueryPage<Map<String, AttributeValue>> response) {
    queries++;
    for (Map<String, AttributeValue> item : response.items()) {
      Optional<Listed> session = ListedItems.read(item, now).filter(query::wants);
      if (session.isPresent() && found.size() == limit) {
        more = true;
        return false;
      }
      session.ifPresent(found::add);
      read = ListedItems.place(item);
    }
    more = !response.lastEvaluatedKey().isEmpty();
    return mayAsk();
  }

  /// Nothing is left up to this place.
  void isRead(Place behind) {
    read = behind;
  }

  boolean mayAsk() {
    return queries < MOST_QUERIES;
  }

  /// Whether something is left of what was asked for last.
  boolean hasMore() {
    return more;
  }

  Page whole() {
    return new Page(found, null);
  }

  Page soFar() {
    return new Page(found, read);
  }
}
