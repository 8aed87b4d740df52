package io.tapevault.aws.dynamodb.table;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.HASH;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.Wire;
import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.Said;
import io.tapevault.event.Unavailable;
import io.tapevault.json.ForeignJson;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The table of events, which Teleport can read and write too. It is made when it is missing, the
/// first time it is used; for that alone AWS's own client is opened.
public final class EventsTable implements AutoCloseable {

  private static final String HELD = "ConditionalCheckFailedException";
  private static final String MISSING = "ResourceNotFoundException";
  private static final Set<String> FAULTS = Set.of(HELD, MISSING);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final JsonCalls calls;
  private final Supplier<DynamoDbClient> maker;
  private final String name;
  private final AutoCloseable owned;

  /// `maker` opens the client that makes the table.
  public EventsTable(JsonCalls calls, Supplier<DynamoDbClient> maker, String name) {
    this(calls, maker, name, () -> {});
  }

  private EventsTable(
      JsonCalls calls, Supplier<DynamoDbClient> maker, String name, AutoCloseable owned) {
    this.calls = calls;
    this.maker = maker;
    this.name = name;
    this.owned = owned;
  }

  public static EventsTable open(EventsUri uri) {
    SdkHttpClient http = DynamoDbClients.http();
    return open(uri, DynamoDbClients.credentials(), http, http);
  }

  /// What is given stays its owner's to close.
  public static EventsTable open(
      EventsUri uri, AwsCredentialsProvider credentials, SdkHttpClient http) {
    return open(uri, credentials, http, () -> {});
  }

  private static EventsTable open(
      EventsUri uri, AwsCredentialsProvider credentials, SdkHttpClient http, AutoCloseable owned) {
    return new EventsTable(
        DynamoDbClients.calls(uri, credentials, http),
        () -> DynamoDbClients.open(uri.endpoint(), credentials, http),
        uri.table(),
        owned);
  }

  /// Makes one call that changes nothing, so that the connection is open and the code is loaded
  /// when the first event comes.
  public void warmUp() {
    Map<String, AttributeValue> item =
        Map.of(SESSION_ID, AttributeValue.fromS("warm-up"), EVENT_INDEX, AttributeValue.fromN("0"));
    Ask impossible =
        new Ask(name)
            .item(item)
            .conditionExpression(
                "attribute_exists("
                    + SESSION_ID
                    + ") AND attribute_not_exists("
                    + SESSION_ID
                    + ")");
    try {
      calls.within(WARM_UP).call("PutItem", impossible::write, EventsTable::nothing, FAULTS);
    } catch (RuntimeException expected) {
      // Where the table cannot be reached, the first event says so.
    }
  }

  /// Puts the item where nothing is yet. Empty when it was put, else what is there.
  public Optional<Map<String, AttributeValue>> put(Map<String, AttributeValue> item) {
    return putWhere("attribute_not_exists(" + SESSION_ID + ")", item, put -> {});
  }

  /// Puts the item of an event where nothing is, or where the same event is and has expired. Of
  /// another event that has expired nothing is lost here, because a clock may be wrong.
  public Optional<Map<String, AttributeValue>> putUnlessHeld(
      Map<String, AttributeValue> item, Instant now) {
    String condition =
        "attribute_not_exists(" + SESSION_ID + ") OR (#hash = :hash AND " + EXPIRES + " <= :now)";
    AttributeValue hash = item.getOrDefault(HASH, AttributeValue.fromS(""));
    return putWhere(
        condition,
        item,
        put ->
            put.expressionAttributeNames(Map.of("#hash", HASH))
                .expressionAttributeValues(
                    Map.of(":hash", hash, ":now", EventItem.number(now.getEpochSecond()))));
  }

  /// Under which condition something is written, with what stands in its expression.
  public record Condition(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {

    private Ask in(Ask ask) {
      return ask.conditionExpression(expression)
          .expressionAttributeNames(names)
          .expressionAttributeValues(values);
    }
  }

  /// Answers whether the condition held, and the item was put.
  public boolean putWhen(Condition condition, Map<String, AttributeValue> item) {
    return holds("PutItem", condition.in(new Ask(name).item(item)));
  }

  /// Answers whether the condition held, and the item was deleted.
  public boolean deleteWhen(Condition condition, Map<String, AttributeValue> key) {
    return holds("DeleteItem", condition.in(new Ask(name).key(key)));
  }

  private boolean holds(String action, Ask ask) {
    return call(calls, action, ask::write, EventsTable::nothing) instanceof Said.Done;
  }

  public Optional<Map<String, AttributeValue>> putWhere(
      String condition, Map<String, AttributeValue> item, Consumer<Ask> more) {
    Ask put = new Ask(name).item(item).conditionExpression(condition).returningWhatIsThere();
    more.accept(put);
    return switch (call(calls, "PutItem", put::write, EventsTable::nothing)) {
      case Said.Done<Boolean> done -> Optional.empty();
      case Said.Fault<Boolean> held -> Optional.of(there(held.json()).orElseGet(() -> get(item)));
    };
  }

  private static Optional<Map<String, AttributeValue>> there(byte[] fault) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    try {
      JsonReader.document(
          "fault", () -> ForeignJson.ofEvents().createParser(fault), json -> items(json, items));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return items.stream().findFirst();
  }

  private static boolean items(JsonParser json, List<Map<String, AttributeValue>> items)
      throws IOException {
    JsonReader.object(
        "answer",
        json,
        member -> {
          if (member.equals("Item") && json.currentToken() == JsonToken.START_OBJECT) {
            items.add(Wire.item(json));
          }
        });
    return true;
  }

  // Some emulators do not say who holds the key.
  private Map<String, AttributeValue> get(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>(item);
    key.keySet().retainAll(Set.of(SESSION_ID, EVENT_INDEX));
    Ask get = new Ask(name).key(key).consistentRead(true);
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    done(call(calls, "GetItem", get::write, json -> items(json, found)));
    return found.isEmpty() ? Map.of() : found.getFirst();
  }

  /// Puts the items with one call, each where nothing is yet, and tells which were put. For the
  /// others there are many reasons, of which `put` says more; a missing permission is the only one
  /// that would befall all of them for ever.
  public List<Boolean> insert(List<Map<String, AttributeValue>> items, TimeLeft left) {
    Statements statements = new Statements(name, items);
    return done(
        call(
            calls.within(left.most(calls.patience())),
            "BatchExecuteStatement",
            statements::write,
            statements::put));
  }

  /// Changes an item where the condition holds.
  public boolean update(Consumer<Ask> request) {
    Ask update = new Ask(name);
    request.accept(update);
    return holds("UpdateItem", update);
  }

  /// Deletes an item where the condition holds.
  public boolean delete(Consumer<Ask> request) {
    Ask delete = new Ask(name);
    request.accept(delete);
    return holds("DeleteItem", delete);
  }

  public QueryPage<Map<String, AttributeValue>> query(Consumer<Ask> request) {
    return page(request, Wire::item);
  }

  private <T> QueryPage<T> page(Consumer<Ask> request, QueryPage.Reading<T> reading) {
    Ask query = new Ask(name);
    request.accept(query);
    return done(call(calls, "Query", query::write, json -> QueryPage.read(json, reading)));
  }

  /// Asks for one page after the other, until the last or until one is enough. A limit is that of
  /// the first page: whoever goes on reads much.
  public void query(
      Consumer<Ask> request, Predicate<QueryPage<Map<String, AttributeValue>>> goesOn) {
    query(request, Wire::item, goesOn);
  }

  /// The same, whose items are read as `reading` does.
  public <T> void query(
      Consumer<Ask> request, QueryPage.Reading<T> reading, Predicate<QueryPage<T>> goesOn) {
    QueryPage<T> page = page(request, reading);
    while (goesOn.test(page) && !page.lastEvaluatedKey().isEmpty()) {
      Map<String, AttributeValue> behind = page.lastEvaluatedKey();
      page = page(request.andThen(query -> query.limit(null).exclusiveStartKey(behind)), reading);
    }
  }

  /// The items at the keys, and the keys that were not looked at.
  public <T> Found<T> find(
      List<Map<String, AttributeValue>> keys, QueryPage.Reading<T> reading, TimeLeft left) {
    Json.Members request =
        json -> {
          json.writeObjectFieldStart("RequestItems");
          json.writeObjectFieldStart(name);
          json.writeArrayFieldStart("Keys");
          for (Map<String, AttributeValue> key : keys) {
            Wire.write(key, json);
          }
          json.writeEndArray();
          json.writeBooleanField("ConsistentRead", true);
          json.writeEndObject();
          json.writeEndObject();
        };
    return done(
        call(
            calls.within(left.most(calls.patience())),
            "BatchGetItem",
            request,
            json -> Found.read(json, reading)));
  }

  private static boolean nothing(JsonParser json) throws IOException {
    json.skipChildren();
    return true;
  }

  private <T> Said<T> call(
      JsonCalls calls, String action, Json.Members request, JsonCalls.Answer<T> answer) {
    Said<T> said = calls.call(action, request, answer, FAULTS);
    if (!isMissing(said)) {
      return said;
    }
    try (DynamoDbClient client = maker.get()) {
      new TableCreation(client, name).createWhenMissing();
    }
    Said<T> again = calls.call(action, request, answer, FAULTS);
    if (isMissing(again)) {
      throw new Unavailable("the table " + name + " is not ready yet");
    }
    return again;
  }

  private static boolean isMissing(Said<?> said) {
    return said instanceof Said.Fault<?> fault && fault.code().equals(MISSING);
  }

  private <T> T done(Said<T> said) {
    return switch (said) {
      case Said.Done<T> done -> done.value();
      case Said.Fault<T> held -> throw new IllegalStateException("no condition was set: " + held);
    };
  }

  @Override
  public void close() {
    try {
      owned.close();
    } catch (Exception e) {
      throw new IllegalStateException("the client of the table " + name + " does not close", e);
    }
  }
}
