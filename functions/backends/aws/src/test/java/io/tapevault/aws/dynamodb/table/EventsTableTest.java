package io.tapevault.aws.dynamodb.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.dynamodb.DynamoDbLocal;
import io.tapevault.aws.dynamodb.OnDynamoDb;
import io.tapevault.aws.dynamodb.TestTables;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

@OnDynamoDb
final class EventsTableTest {

  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "SessionID",
          AttributeValue.fromS("s"),
          "EventIndex",
          AttributeValue.fromN("7"),
          "a",
          AttributeValue.fromS("b"));

  private final DynamoDbClient client = TestTables.client();

  @Test
  void a_missing_table_is_made_as_teleport_has_it() {
    String name = TestTables.name();
    assertEquals(Optional.empty(), TestTables.table(name).put(ITEM));
    TableDescription table = client.describeTable(describe -> describe.tableName(name)).table();
    assertEquals(
        List.of("CreatedAt N", "CreatedAtDate S", "EventIndex N", "SessionID S"),
        table.attributeDefinitions().stream().map(EventsTableTest::text).sorted().toList());
    assertEquals("SessionID HASH, EventIndex RANGE", keys(table.keySchema()));
    GlobalSecondaryIndexDescription index = table.globalSecondaryIndexes().getFirst();
    assertEquals(1, table.globalSecondaryIndexes().size());
    assertEquals("timesearchV2", index.indexName());
    assertEquals("CreatedAtDate HASH, CreatedAt RANGE", keys(index.keySchema()));
    assertEquals(ProjectionType.ALL, index.projection().projectionType());
    assertEquals(List.of(), table.localSecondaryIndexes());
    assertEquals("PAY_PER_REQUEST", table.billingModeSummary().billingModeAsString());
    assertTrue(table.streamSpecification().streamEnabled());
    assertEquals(StreamViewType.NEW_IMAGE, table.streamSpecification().streamViewType());
    var live =
        client.describeTimeToLive(describe -> describe.tableName(name)).timeToLiveDescription();
    assertEquals("Expires", live.attributeName());
    assertEquals(TimeToLiveStatus.ENABLED, live.timeToLiveStatus());
  }

  private static String text(AttributeDefinition attribute) {
    return attribute.attributeName() + " " + attribute.attributeTypeAsString();
  }

  private static String keys(List<KeySchemaElement> keys) {
    return String.join(
        ", ", keys.stream().map(key -> key.attributeName() + " " + key.keyTypeAsString()).toList());
  }

  @Test
  void eight_that_find_it_missing_at_once_all_get_it() throws Exception {
    String name = TestTables.name();
    CyclicBarrier together = new CyclicBarrier(8);
    List<Future<Optional<Map<String, AttributeValue>>>> puts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        puts.add(
            threads.submit(() -> {
              together.await();
              return TestTables.table(name).put(ITEM);
            }));
      }
    }
    int first = 0;
    for (Future<Optional<Map<String, AttributeValue>>> put : puts) {
      first += put.get().isEmpty() ? 1 : 0;
    }
    assertEquals(1, first);
  }

  @Test
  void what_is_there_stays_and_is_told() {
    EventsTable table = TestTables.empty();
    table.put(ITEM);
    Map<String, AttributeValue> other =
        Map.of(
            "SessionID",
            AttributeValue.fromS("s"),
            "EventIndex",
            AttributeValue.fromN("7"),
            "a",
            AttributeValue.fromS("c"));
    assertEquals(Optional.of(ITEM), table.put(other));
    assertEquals(Optional.of(ITEM), table.put(other));
  }

  @Test
  void where_no_table_may_be_made_the_failure_says_so() {
    String name = TestTables.name();
    DynamoDbClient denied =
        new DynamoDbClient() {
          @Override
          public CreateTableResponse createTable(CreateTableRequest request) {
            throw denied();
          }

          @Override
          public String serviceName() {
            return "dynamodb";
          }

          @Override
          public void close() {}
        };
    EventsTable table =
        new EventsTable(TestTables.calls(TestTables.http(), name), () -> denied, name);
    var fault = assertThrows(NotPermitted.class, () -> table.put(ITEM));
    assertEquals("dynamodb:CreateTable", fault.permission());
    assertEquals(
        "dynamodb:CreateTable is not permitted on the table " + name + ", which does not exist",
        fault.getMessage());
  }

  private static DynamoDbException denied() {
    return (DynamoDbException)
        DynamoDbException.builder()
            .statusCode(400)
            .message("not authorized to perform: dynamodb:CreateTable")
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
            .build();
  }

  @Test
  void what_dynamodb_does_not_understand_names_the_table_and_the_action() {
    String name = TestTables.name();
    EventsTable table = TestTables.table(name);
    table.put(ITEM);
    var fault =
        assertThrows(
            IllegalStateException.class,
            () -> table.put(Map.of("SessionID", AttributeValue.fromS("s"))));
    String said = String.valueOf(fault.getMessage());
    assertTrue(
        said.startsWith("dynamodb:PutItem on the table " + name + ": 400 ValidationException"),
        said);
  }

  @Test
  void warming_up_changes_nothing() {
    EventsTable table = TestTables.table(TestTables.name());
    table.warmUp();
    table.put(ITEM);
    table.warmUp();
    QueryPage<Map<String, AttributeValue>> all =
        table.query(query ->
            query
                .keyConditionExpression("SessionID = :warmUp")
                .expressionAttributeValues(Map.of(":warmUp", AttributeValue.fromS("warm-up"))));
    assertEquals(0, all.count());
  }

  @Test
  void nobody_at_the_endpoint_is_unavailable() {
    DynamoDbLocal.useAnyCredentials();
    EventsUri nobody =
        EventsUri.parse(URI.create("dynamodb://events?endpoint=http://127.0.0.1:1"), null);
    try (EventsTable table = EventsTable.open(nobody)) {
      assertThrows(Unavailable.class, () -> table.put(ITEM));
    }
  }
}
