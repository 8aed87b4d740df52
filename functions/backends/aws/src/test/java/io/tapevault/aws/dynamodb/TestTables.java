package io.tapevault.aws.dynamodb;

import io.tapevault.aws.dynamodb.table.DynamoDbClients;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.aws.dynamodb.table.TableCreation;
import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.TestHttp;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/// Tables for tests, each of which nobody else uses: at `TAPEVAULT_TEST_ENDPOINT`, or in a DynamoDB
/// Local that all tests of this process share.
public final class TestTables {

  // Some emulators are slow.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// For a log whose test is not about time.
  static final Duration NO_HURRY = Duration.ofDays(1);

  private static @Nullable DynamoDbClient shared;
  private static @Nullable SdkHttpClient http;
  private static @Nullable String uri;
  private static final List<String> NAMES = new ArrayList<>();

  private TestTables() {}

  static Optional<String> endpoint() {
    return Optional.ofNullable(System.getenv("TAPEVAULT_TEST_ENDPOINT"));
  }

  /// A table with nothing in it.
  public static EventsTable empty() {
    return table(emptyName());
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

  static final TestHttp.Answer DENIED =
      new TestHttp.Answer(400, "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\"}");

  /// A table on which nothing is permitted.
  static EventsTable denied() {
    return table(
        new BetweenUs() {
          @Override
          Answer answer(String action, String request, Dynamo dynamo) {
            return DENIED;
          }
        },
        "denied");
  }

  public static EventsTable table(String name) {
    return table(http(), name);
  }

  /// One that is asked through a client of the test's own.
  public static EventsTable table(SdkHttpClient http, String name) {
    return new EventsTable(
        calls(http, name), () -> DynamoDbClients.open(where(name).endpoint(), PATIENCE), name);
  }

  public static JsonCalls calls(SdkHttpClient http, String name) {
    return DynamoDbClients.calls(where(name), DynamoDbClients.credentials(), http).within(PATIENCE);
  }

  /// The name of a table that does not exist yet.
  public static synchronized String name() {
    String name = "tapevault-test-" + UUID.randomUUID();
    NAMES.add(name);
    return name;
  }

  public static synchronized DynamoDbClient client() {
    if (shared == null) {
      shared = open();
    }
    return shared;
  }

  private static DynamoDbClient open() {
    return DynamoDbClients.open(where("any").endpoint(), PATIENCE);
  }

  public static synchronized SdkHttpClient http() {
    if (http == null) {
      http = DynamoDbClients.http();
    }
    return http;
  }

  private static synchronized EventsUri where(String table) {
    if (uri == null) {
      try {
        uri = endpoint().isPresent() ? elsewhere(endpoint().get()) : here();
      } catch (Exception e) {
        throw new IllegalStateException("no DynamoDB to test with", e);
      }
    }
    return EventsUri.parse(
        URI.create(uri.replaceFirst("//any", "//" + table)), System.getenv("AWS_REGION"));
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
