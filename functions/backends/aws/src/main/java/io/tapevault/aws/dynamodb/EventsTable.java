package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.Attributes.HASH;
import static io.tapevault.aws.dynamodb.Attributes.SESSION_ID;

import io.tapevault.aws.AwsErrors;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The table of events, which Teleport can read and write too. It is made when it is missing, the
/// first time it is used.
public final class EventsTable implements AutoCloseable {

  private final DynamoDbClient client;
  private final String name;

  public EventsTable(DynamoDbClient client, String name) {
    this.client = client;
    this.name = name;
  }

  public static EventsTable open(EventsUri uri) {
    return new EventsTable(DynamoDbClients.open(uri.endpoint()), uri.table());
  }

  public static EventsTable open(
      EventsUri uri, AwsCredentialsProvider credentials, SdkHttpClient http) {
    return new EventsTable(DynamoDbClients.open(uri.endpoint(), credentials, http), uri.table());
  }

  /// Makes one call that changes nothing, so that the connection is open and the code is loaded
  /// when the first event comes.
  public void warmUp() {
    Map<String, AttributeValue> item =
        Map.of(SESSION_ID, AttributeValue.fromS("warm-up"), EVENT_INDEX, AttributeValue.fromN("0"));
    try {
      client.putItem(put ->
          put.tableName(name)
              .item(item)
              .conditionExpression(
                  "attribute_exists("
                      + SESSION_ID
                      + ") AND attribute_not_exists("
                      + SESSION_ID
                      + ")"));
    } catch (SdkException expected) {
      // The condition can never hold; where the table is missing, the first event makes it.
    }
  }

  /// Puts the item where nothing is yet. Empty when it was put, else what is there.
  Optional<Map<String, AttributeValue>> put(Map<String, AttributeValue> item) {
    return putWhere("attribute_not_exists(" + SESSION_ID + ")", item, put -> {});
  }

  /// Puts the item of an event where nothing is, or where the same event is and has expired. Of
  /// another event that has expired nothing is lost here, because a clock may be wrong.
  Optional<Map<String, AttributeValue>> putUnlessHeld(
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
  record Condition(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {}

  /// Answers whether the condition held, and the item was put.
  boolean putWhen(Condition condition, Map<String, AttributeValue> item) {
    return holds(
        "PutItem",
        dynamo ->
            dynamo.putItem(put ->
                put.tableName(name)
                    .item(item)
                    .conditionExpression(condition.expression())
                    .expressionAttributeNames(condition.names())
                    .expressionAttributeValues(condition.values())));
  }

  /// Answers whether the condition held, and the item was deleted.
  boolean deleteWhen(Condition condition, Map<String, AttributeValue> key) {
    return holds(
        "DeleteItem",
        dynamo ->
            dynamo.deleteItem(delete ->
                delete
                    .tableName(name)
                    .key(key)
                    .conditionExpression(condition.expression())
                    .expressionAttributeNames(condition.names())
                    .expressionAttributeValues(condition.values())));
  }

  private boolean holds(String action, Function<DynamoDbClient, Object> request) {
    try {
      call(action, request);
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  Optional<Map<String, AttributeValue>> putWhere(
      String condition, Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> more) {
    try {
      call(
          "PutItem",
          dynamo ->
              dynamo.putItem(put ->
                  more.accept(
                      put.tableName(name)
                          .item(item)
                          .conditionExpression(condition)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD))));
      return Optional.empty();
    } catch (ConditionalCheckFailedException held) {
      return Optional.of(held.hasItem() ? held.item() : get(item));
    }
  }

  // Some emulators do not say who holds the key.
  private Map<String, AttributeValue> get(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>(item);
    key.keySet().retainAll(Set.of(SESSION_ID, EVENT_INDEX));
    return call(
        "GetItem",
        dynamo -> dynamo.getItem(get -> get.tableName(name).key(key).consistentRead(true)).item());
  }

  /// Puts the items with one call, each where nothing is yet, and tells which were put. For the
  /// others there are many reasons, of which `put` says more; a missing permission is the only one
  /// that would befall all of them for ever.
  List<Boolean> insert(List<Map<String, AttributeValue>> items) {
    List<BatchStatementRequest> statements = items.stream().map(this::statement).toList();
    BatchExecuteStatementResponse response =
        call(
            "PartiQLInsert",
            dynamo -> dynamo.batchExecuteStatement(batch -> batch.statements(statements)));
    List<Boolean> put = new ArrayList<>();
    for (BatchStatementResponse one : response.responses()) {
      if (one.error() != null && one.error().code() == BatchStatementErrorCodeEnum.ACCESS_DENIED) {
        throw new NotPermitted("dynamodb:PartiQLInsert", "the table " + name);
      }
      put.add(one.error() == null);
    }
    return put;
  }

  // A statement may have 8,192 characters: the values are parameters, and every name is ours.
  private BatchStatementRequest statement(Map<String, AttributeValue> item) {
    StringJoiner values = new StringJoiner(", ", "INSERT INTO \"" + name + "\" VALUE {", "}");
    List<AttributeValue> parameters = new ArrayList<>();
    item.forEach((attribute, value) -> {
      values.add("'" + attribute + "': ?");
      parameters.add(value);
    });
    return BatchStatementRequest.builder()
        .statement(values.toString())
        .parameters(parameters)
        .build();
  }

  /// Changes an item where the condition holds.
  boolean update(Consumer<UpdateItemRequest.Builder> request) {
    return holds(
        "UpdateItem",
        dynamo -> dynamo.updateItem(update -> request.accept(update.tableName(name))));
  }

  /// Deletes an item where the condition holds.
  boolean delete(Consumer<DeleteItemRequest.Builder> request) {
    return holds(
        "DeleteItem",
        dynamo -> dynamo.deleteItem(delete -> request.accept(delete.tableName(name))));
  }

  QueryResponse query(Consumer<QueryRequest.Builder> request) {
    return call("Query", dynamo -> dynamo.query(query -> request.accept(query.tableName(name))));
  }

  /// Asks for one page after the other, until the last or until one is enough. A limit is that of
  /// the first page: whoever goes on reads much.
  void query(Consumer<QueryRequest.Builder> request, Predicate<QueryResponse> goesOn) {
    QueryResponse page = query(request);
    while (goesOn.test(page) && !page.lastEvaluatedKey().isEmpty()) {
      Map<String, AttributeValue> behind = page.lastEvaluatedKey();
      page = query(request.andThen(query -> query.limit(null).exclusiveStartKey(behind)));
    }
  }

  /// The items at the keys, and the keys that were not looked at.
  Found find(KeysAndAttributes keys) {
    BatchGetItemResponse response =
        call(
            "BatchGetItem",
            dynamo -> dynamo.batchGetItem(get -> get.requestItems(Map.of(name, keys))));
    return new Found(
        response.responses().getOrDefault(name, List.of()),
        Optional.ofNullable(response.unprocessedKeys().get(name)));
  }

  private <T> T call(String action, Function<DynamoDbClient, T> request) {
    try {
      return request.apply(client);
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (ResourceNotFoundException missing) {
      new TableCreation(client, name).createWhenMissing();
      return again(action, request);
    } catch (SdkException e) {
      throw AwsErrors.translated("dynamodb:" + action, "the table " + name, e);
    }
  }

  private <T> T again(String action, Function<DynamoDbClient, T> request) {
    try {
      return request.apply(client);
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (ResourceNotFoundException e) {
      throw new Unavailable("the table " + name + " is not ready yet", e);
    } catch (SdkException e) {
      throw AwsErrors.translated("dynamodb:" + action, "the table " + name, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  record Found(List<Map<String, AttributeValue>> items, Optional<KeysAndAttributes> unprocessed) {}
}
