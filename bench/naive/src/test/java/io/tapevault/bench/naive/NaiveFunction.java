package io.tapevault.bench.naive;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Takes the lines of a request, and puts each into a table of Teleport's layout: one put an event,
/// the SDK as it comes, AWS's classes for the envelope, databind for the events, nothing rehearsed.
/// It overwrites, refuses nothing and loses what fails: it is here to be measured against.
public final class NaiveFunction
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long A_YEAR = 365L * 24 * 3600;

  private final DynamoDbClient dynamo =
      DynamoDbClient.builder()
          .endpointOverride(URI.create(System.getenv("NAIVE_ENDPOINT")))
          .build();
  private final String table = System.getenv("NAIVE_TABLE");

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent request, Context context) {
    int accepted = 0;
    try {
      for (String line : request.getBody().lines().toList()) {
        JsonNode event = JSON.readTree(line);
        dynamo.putItem(PutItemRequest.builder().tableName(table).item(item(event, line)).build());
        accepted++;
      }
    } catch (JsonProcessingException e) {
      return new APIGatewayProxyResponseEvent().withStatusCode(400).withBody(e.getMessage());
    }
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(200)
        .withHeaders(Map.of("Content-Type", "application/json"))
        .withBody("{\"accepted\":" + accepted + "}");
  }

  private static Map<String, AttributeValue> item(JsonNode event, String line) {
    Instant time = Instant.parse(event.path("time").asText("1970-01-01T00:00:00Z"));
    long seconds = time.getEpochSecond();
    return Map.of(
        "SessionID", AttributeValue.fromS(event.path("sid").asText("none")),
        "EventIndex", AttributeValue.fromN(event.path("ei").asText("0")),
        "EventType", AttributeValue.fromS(event.path("event").asText("none")),
        "CreatedAt", AttributeValue.fromN(Long.toString(seconds)),
        "CreatedAtDate", AttributeValue.fromS(time.toString().substring(0, 10)),
        "Expires", AttributeValue.fromN(Long.toString(seconds + A_YEAR)),
        "EventNamespace", AttributeValue.fromS("default"),
        "Fields", AttributeValue.fromS(line));
  }
}
