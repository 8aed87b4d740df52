package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.item.Attributes.TEXT;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.ListedJson;
import io.tapevault.catalogue.Place;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Sha256;
import io.tapevault.settings.Layout;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where the sessions of the catalogue lie: each by itself, and in its month by its place.
final class ListedItems {

  // Above every index that an event may have.
  private static final BigInteger BASE = BigInteger.ONE.shiftLeft(120);
  // A place's tie has 60 bits.
  private static final BigInteger MILLISECOND = BigInteger.TEN.pow(19);
  private static final long BEHIND_EVERY_TIE = 1L << 60;
  // Outside of these lie only the sessions of broken clocks.
  private static final YearMonth FIRST = YearMonth.of(2015, 1);
  private static final YearMonth LAST = YearMonth.of(2100, 1);

  private ListedItems() {}

  /// A partition, and which of its places are asked for, both inclusive; `behind` all of it the
  /// next one begins.
  record Part(String name, BigInteger least, BigInteger most, Place behind) {}

  static Map<String, AttributeValue> ofItself(String sid) {
    String name = Layout.SESSIONS + "of#" + Sha256.ofText(sid);
    return key(name, BASE);
  }

  static Map<String, AttributeValue> inItsMonth(Place place) {
    return key(name(month(place.millis())), index(place));
  }

  private static Map<String, AttributeValue> key(String name, BigInteger index) {
    return Map.of(
        SESSION_ID,
        AttributeValue.fromS(name),
        EVENT_INDEX,
        AttributeValue.fromN(index.toString()));
  }

  private static BigInteger index(Place place) {
    return BASE.add(BigInteger.valueOf(place.millis()).multiply(MILLISECOND))
        .add(BigInteger.valueOf(place.tie()));
  }

  static Place place(Map<String, AttributeValue> item) {
    BigInteger index =
        new BigInteger(item.getOrDefault(EVENT_INDEX, AttributeValue.fromN("0")).n());
    return new Place(millis(index), index.subtract(BASE).mod(MILLISECOND).longValueExact());
  }

  private static long millis(BigInteger index) {
    BigInteger[] parts = index.subtract(BASE).divideAndRemainder(MILLISECOND);
    // Before 1970 the remainder is negative.
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }

  private static YearMonth month(long millis) {
    YearMonth month = YearMonth.from(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    if (month.isBefore(FIRST)) {
      return FIRST.minusMonths(1);
    }
    return month.isAfter(LAST) ? LAST : month;
  }

  private static String name(YearMonth month) {
    return Layout.SESSIONS + month;
  }

  /// The partitions that may hold what is asked for and is behind a place, in the order that is
  /// asked for.
  static List<Part> parts(CatalogueQuery query, @Nullable Place after) {
    boolean ascending = query.order() == Order.ASCENDING;
    BigInteger least = index(new Place(query.from().toEpochMilli(), 0));
    BigInteger most = index(new Place(query.to().toEpochMilli(), -1));
    if (after != null && ascending) {
      least = least.max(index(after).add(BigInteger.ONE));
    } else if (after != null) {
      most = most.min(index(after).subtract(BigInteger.ONE));
    }
    if (least.compareTo(most) > 0) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    YearMonth last = month(millis(most));
    for (YearMonth month = month(millis(least));
        !month.isAfter(last);
        month = month.plusMonths(1)) {
      long border = ascending ? lastMillis(month) : firstMillis(month) - 1;
      parts.add(new Part(name(month), least, most, new Place(border, BEHIND_EVERY_TIE)));
    }
    return ascending ? parts : parts.reversed();
  }

  private static long lastMillis(YearMonth month) {
    return month.equals(LAST) ? Long.MAX_VALUE : firstMillis(month.plusMonths(1)) - 1;
  }

  private static long firstMillis(YearMonth month) {
    return month.isBefore(FIRST) ? -Long.MAX_VALUE : begin(month);
  }

  private static long begin(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /// Empty where it is none of ours, or has expired.
  static Optional<Listed> read(Map<String, AttributeValue> item, Instant now) {
    boolean expired =
        Attributes.number(item, EXPIRES).filter(at -> at <= now.getEpochSecond()).isPresent();
    return expired ? Optional.empty() : Attributes.text(item, TEXT).map(ListedJson::read);
  }
}
