package io.tapevault.aws.dynamodb;

import io.tapevault.settings.AwsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Tables for tests, each of which nobody else uses: at `TAPEVAULT_TEST_ENDPOINT`, or in a DynamoDB
/// Local that all tests of this process share.
final class TestTables {

  // Some emulators are slow.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// For a log whose test is not about time.
  static final Duration NO_HURRY = Duration.ofDays(1);

  private static @Nullable DynamoDbClient shared;
  private static final List<String> NAMES = new ArrayList<>();

  private TestTables() {}

  static Optional<String> endpoint() {
    return Optional.ofNullable(System.getenv("TAPEVAULT_TEST_ENDPOINT"));
  }

  /// A table with nothing in it.
  static EventsTable empty() {
    return new EventsTable(client(), emptyName());
  }

  /// The name of a table with nothing in it.
  static String emptyName() {
    String name = name();
    if (endpoint().isEmpty()) {
      client().createTable(withoutStream(TableCreation.request(name)));
    }
    return name;
  }

  // At each call, DynamoDB Local looks through the records of all the streams that it has.
  private static CreateTableRequest withoutStream(CreateTableRequest request) {
    return request.toBuilder().streamSpecification(stream -> stream.streamEnabled(false)).build();
  }

  /// A table on which nothing is permitted.
  static EventsTable denied() {
    DynamoDbException denied = accessDenied();
    DynamoDbClient client =
        new BetweenUs() {
          @Override
          public PutItemResponse putItem(PutItemRequest request) {
            throw denied;
          }

          @Override
          public UpdateItemResponse updateItem(UpdateItemRequest request) {
            throw denied;
          }

          @Override
          public DeleteItemResponse deleteItem(DeleteItemRequest request) {
            throw denied;
          }

          @Override
          public BatchExecuteStatementResponse batchExecuteStatement(
              BatchExecuteStatementRequest request) {
            throw denied;
          }

          @Override
          public QueryResponse query(QueryRequest request) {
            throw denied;
          }

          @Override
          public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            throw denied;
          }
        };
    return new EventsTable(client, "denied");
  }

  static DynamoDbException accessDenied() {
    return (DynamoDbException)
        DynamoDbException.builder()
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
            .build();
  }

  /// The name of a table that does not exist yet.
  static synchronized String name() {
    String name = "tapevault-test-" + UUID.randomUUID();
    NAMES.add(name);
    return name;
  }

  static synchronized DynamoDbClient client() {
    if (shared == null) {
      shared = open();
    }
    return shared;
  }

  private static DynamoDbClient open() {
    try {
      String uri = endpoint().isPresent() ? elsewhere(endpoint().get()) : here();
      AwsEndpoint endpoint =
          EventsUri.parse(URI.create(uri), System.getenv("AWS_REGION")).endpoint();
      return DynamoDbClients.open(endpoint, PATIENCE);
    } catch (Exception e) {
      throw new IllegalStateException("no DynamoDB to test with", e);
    }
  }

  private static String here() throws Exception {
    DynamoDbLocal.useAnyCredentials();
    return DynamoDbLocal.start().eventsUri("any");
  }

  private static String elsewhere(String endpoint) {
    String host = URI.create(endpoint).getHost();
    if (host.equals("127.0.0.1") || host.equals("localhost")) {
      DynamoDbLocal.useAnyCredentials();
    }
    Map<String, String> environment = System.getenv();
    return "dynamodb://any?endpoint="
        + endpoint
        + (environment.containsKey("AWS_REGION") ? "" : "&region=us-east-1");
  }

  /// Leaves nothing behind where others may look, too.
  static synchronized void delete() {
    if (endpoint().isEmpty()) {
      return;
    }
    for (String name : NAMES) {
      try {
        client().deleteTable(delete -> delete.tableName(name));
      } catch (RuntimeException e) {
        // It was never made.
      }
    }
  }
}
