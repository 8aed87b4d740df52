package io.tapevault.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.StoredItem;
import io.tapevault.aws.dynamodb.table.DynamoDbClients;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.aws.json.TestHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// What we say to DynamoDB is what AWS's own client says.
@SuppressWarnings({"deprecation", "unchecked"}) // the older signer is a witness of its own
final class SameAsTheSdkTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AwsCredentials ME =
      AwsSessionCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", "session/token==");
  private static final DateTimeFormatter AMZ = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Map<String, AttributeValue> KEY =
      Map.of("SessionID", AttributeValue.fromS("größe\u0007"), "EventIndex", EventItem.number(7));
  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "SessionID",
          AttributeValue.fromS("s"),
          "EventIndex",
          EventItem.number(7),
          "FieldsMap",
          AttributeValue.fromM(
              Map.of(
                  "l", AttributeValue.fromL(List.of(AttributeValue.fromNul(true))),
                  "b", AttributeValue.fromB(SdkBytes.fromUtf8String("x")),
                  "t", AttributeValue.fromBool(false),
                  "s", AttributeValue.fromSs(List.of("1", "2")))));
  private static final Map<String, AttributeValue> VALUES = Map.of(":v", AttributeValue.fromS("v"));
  private static final Map<String, String> NAMES = Map.of("#n", "N");

  /// Writes down what is sent, and answers with what pleases everybody.
  private static final class Recorder extends TestHttp {
    private final List<SdkHttpRequest> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    @Override
    protected Answer answer(String action, String body, HttpExecuteRequest request) {
      requests.add(request.httpRequest());
      bodies.add(body);
      return new Answer(
          200, action.equals("BatchExecuteStatement") ? "{\"Responses\":[{}]}" : "{}");
    }
  }

  /// One call, by us and by the SDK.
  record Pair(String name, Consumer<EventsTable> ours, Consumer<DynamoDbClient> theirs) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Pair> calls() {
    TimeLeft left = TimeLeft.of(Duration.ofMinutes(1), InstantSource.system());
    return List.of(
        new Pair(
            "PutItem",
            table -> table.put(ITEM),
            sdk ->
                sdk.putItem(put ->
                    put.tableName("table")
                        .item(ITEM)
                        .conditionExpression("attribute_not_exists(SessionID)")
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD))),
        new Pair(
            "DeleteItem",
            table -> table.deleteWhen(new EventsTable.Condition("#n = :v", NAMES, VALUES), KEY),
            sdk ->
                sdk.deleteItem(delete ->
                    delete
                        .tableName("table")
                        .key(KEY)
                        .conditionExpression("#n = :v")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(VALUES))),
        new Pair(
            "UpdateItem",
            table -> table.update(update -> update.key(KEY).updateExpression("REMOVE a")),
            sdk ->
                sdk.updateItem(
                    update -> update.tableName("table").key(KEY).updateExpression("REMOVE a"))),
        new Pair(
            "BatchExecuteStatement",
            table -> table.insert(List.of(KEY), left),
            sdk ->
                sdk.batchExecuteStatement(batch ->
                    batch.statements(
                        BatchStatementRequest.builder()
                            .statement(
                                "INSERT INTO \"table\" VALUE {'"
                                    + String.join("': ?, '", KEY.keySet())
                                    + "': ?}")
                            .parameters(List.copyOf(KEY.values()))
                            .build()))),
        new Pair(
            "BatchGetItem",
            table -> table.find(List.of(KEY), StoredItem::read, left),
            sdk ->
                sdk.batchGetItem(get ->
                    get.requestItems(
                        Map.of(
                            "table",
                            KeysAndAttributes.builder().keys(KEY).consistentRead(true).build())))),
        new Pair(
            "Query",
            table ->
                table.query(query ->
                    query
                        .indexName("i")
                        .keyConditionExpression("#n = :v")
                        .filterExpression("f")
                        .projectionExpression("p")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(VALUES)
                        .scanIndexForward(false)
                        .consistentRead(true)
                        .limit(3)
                        .counting()
                        .exclusiveStartKey(KEY)),
            sdk ->
                sdk.query(query ->
                    query
                        .tableName("table")
                        .indexName("i")
                        .keyConditionExpression("#n = :v")
                        .filterExpression("f")
                        .projectionExpression("p")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(VALUES)
                        .scanIndexForward(false)
                        .consistentRead(true)
                        .limit(3)
                        .select(Select.COUNT)
                        .exclusiveStartKey(KEY))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_call_of_ours_is_that_of_the_sdk(Pair call) throws IOException {
    for (String uri :
        List.of("dynamodb://table?region=eu-central-1", "dynamodb://table?region=cn-north-1")) {
      Recorder ours = new Recorder();
      Recorder theirs = new Recorder();
      EventsUri events = EventsUri.parse(URI.create(uri), null);
      call.ours().accept(EventsTable.open(events, StaticCredentialsProvider.create(ME), ours));
      try (DynamoDbClient sdk =
          DynamoDbClients.open(events.endpoint(), StaticCredentialsProvider.create(ME), theirs)) {
        call.theirs().accept(sdk);
      }
      assertEquals(tree(theirs.bodies.getFirst()), tree(ours.bodies.getFirst()));
      assertEquals(said(theirs.requests.getFirst()), said(ours.requests.getFirst()));
      assertEquals(
          signed(ours.requests.getFirst(), ours.bodies.getFirst(), events.endpoint().region()),
          ours.requests.getFirst().firstMatchingHeader("Authorization").orElse(""));
    }
  }

  private static JsonNode tree(String body) throws IOException {
    return JSON.readTree(body);
  }

  /// The SDK also says which SDK it is, and which try.
  private static Map<String, String> said(SdkHttpRequest request) {
    Map<String, String> said = new TreeMap<>();
    said.put("", request.method() + " " + request.getUri());
    for (String name : List.of("Content-Type", "X-Amz-Target", "X-Amz-Security-Token", "Host")) {
      said.put(name, request.firstMatchingHeader(name).orElse("none"));
    }
    return said;
  }

  /// Signed once more, by the signer that the SDK had before.
  private static String signed(SdkHttpRequest request, String body, String region) {
    String date = request.firstMatchingHeader("X-Amz-Date").orElseThrow();
    Instant when = LocalDateTime.parse(date, AMZ).toInstant(ZoneOffset.UTC);
    SdkHttpFullRequest unsigned =
        SdkHttpFullRequest.builder()
            .method(request.method())
            .uri(request.getUri())
            .headers(request.headers())
            .removeHeader("Authorization")
            .removeHeader("X-Amz-Date")
            .removeHeader("X-Amz-Security-Token")
            .removeHeader("Host")
            .contentStreamProvider(() -> new ByteArrayInputStream(body.getBytes(UTF_8)))
            .build();
    return Aws4Signer.create()
        .sign(
            unsigned,
            Aws4SignerParams.builder()
                .awsCredentials(ME)
                .signingName("dynamodb")
                .signingRegion(Region.of(region))
                .signingClockOverride(Clock.fixed(when, ZoneOffset.UTC))
                .build())
        .firstMatchingHeader("Authorization")
        .orElse("");
  }

  @Test
  void fips_and_another_place_are_reached_where_the_sdk_reaches_them() {
    for (String options :
        List.of(
            "?region=us-east-1&use_fips_endpoint=true",
            "?region=us-gov-west-1",
            "?region=us-east-1&endpoint=http://127.0.0.1:8000")) {
      EventsUri events = EventsUri.parse(URI.create("dynamodb://table" + options), null);
      Recorder ours = new Recorder();
      Recorder theirs = new Recorder();
      EventsTable.open(events, StaticCredentialsProvider.create(ME), ours).warmUp();
      try (DynamoDbClient sdk =
          DynamoDbClients.open(events.endpoint(), StaticCredentialsProvider.create(ME), theirs)) {
        sdk.putItem(put -> put.tableName("table").item(ITEM));
      }
      assertEquals(theirs.requests.getFirst().getUri(), ours.requests.getFirst().getUri(), options);
    }
  }
}
