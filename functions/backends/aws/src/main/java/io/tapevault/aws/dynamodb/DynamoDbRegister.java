package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.AT;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.NAME;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.aws.dynamodb.item.Attributes.TEXT;

import io.tapevault.alarm.Register;
import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsTable.Condition;
import io.tapevault.event.Sha256;
import io.tapevault.settings.Layout;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The register in the events' own table, a partition for each list, `register#nodes`: without a
/// type and a date, so that no search, no stream filter and no Teleport meets it.
public final class DynamoDbRegister implements Register {

  // 120 bits of the name's digest, as parking has them, above every index that an event may have.
  private static final int INDEX_DIGITS = 30;
  private static final BigInteger BASE = BigInteger.ONE.shiftLeft(120);
  private static final Map<String, String> NAMES = Map.of("#at", AT, "#text", TEXT);

  private final EventsTable table;
  private final InstantSource clock;

  public DynamoDbRegister(EventsTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  @Override
  public boolean put(Subject subject, Entry entry) {
    return table.putWhen(
        new Condition(
            "attribute_not_exists(" + SESSION_ID + ") OR #at < :at OR " + EXPIRES + " <= :now",
            Map.of("#at", AT),
            Map.of(":at", at(entry), ":now", now())),
        item(subject, entry));
  }

  @Override
  public boolean replace(Subject subject, Entry seen, Entry entry) {
    return table.putWhen(isThere(seen), item(subject, entry));
  }

  @Override
  public boolean remove(Subject subject, Entry seen) {
    return table.deleteWhen(isThere(seen), key(subject, seen.name()));
  }

  private Condition isThere(Entry seen) {
    return new Condition(
        "#at = :at AND #text = :text AND " + EXPIRES + " > :now",
        NAMES,
        Map.of(":at", at(seen), ":text", AttributeValue.fromS(seen.text()), ":now", now()));
  }

  private Map<String, AttributeValue> item(Subject subject, Entry entry) {
    Map<String, AttributeValue> item = new HashMap<>(key(subject, entry.name()));
    item.put(NAME, AttributeValue.fromS(entry.name()));
    item.put(AT, at(entry));
    item.put(TEXT, AttributeValue.fromS(entry.text()));
    item.put(EXPIRES, EventItem.number(clock.instant().plus(subject.kept()).getEpochSecond()));
    return item;
  }

  private static Map<String, AttributeValue> key(Subject subject, String name) {
    return Map.of(SESSION_ID, partition(subject), EVENT_INDEX, index(name));
  }

  private static AttributeValue partition(Subject subject) {
    return AttributeValue.fromS(Layout.REGISTER + subject.name().toLowerCase(Locale.ROOT));
  }

  private static AttributeValue index(String name) {
    String digest = Sha256.ofText(name).substring(0, INDEX_DIGITS);
    return AttributeValue.fromN(BASE.or(new BigInteger(digest, 16)).toString());
  }

  private static AttributeValue at(Entry entry) {
    return EventItem.number(entry.at().toEpochMilli());
  }

  private AttributeValue now() {
    return EventItem.number(clock.instant().getEpochSecond());
  }

  @Override
  public Optional<Entry> find(Subject subject, String name) {
    return read(subject, " = :index", index(name), 1).stream().findFirst();
  }

  @Override
  public List<Entry> page(Subject subject, @Nullable String after, int most) {
    AttributeValue behind =
        after == null
            ? AttributeValue.fromN(BASE.subtract(BigInteger.ONE).toString())
            : index(after);
    return read(subject, " > :index", behind, most);
  }

  private List<Entry> read(Subject subject, String which, AttributeValue index, int most) {
    List<Entry> entries = new ArrayList<>();
    table.query(
        query ->
            query
                .keyConditionExpression(SESSION_ID + " = :subject AND " + EVENT_INDEX + which)
                .filterExpression(EXPIRES + " > :now")
                .expressionAttributeValues(
                    Map.of(":subject", partition(subject), ":index", index, ":now", now()))
                .limit(most)
                .consistentRead(true),
        page -> {
          page.items().stream()
              .limit(most - entries.size())
              .forEach(item -> entries.add(entry(item)));
          return entries.size() < most;
        });
    return entries;
  }

  private static Entry entry(Map<String, AttributeValue> item) {
    return new Entry(
        Attributes.text(item, NAME).orElseThrow(),
        Instant.ofEpochMilli(Attributes.number(item, AT).orElseThrow()),
        Attributes.text(item, TEXT).orElseThrow());
  }
}
