package io.tapevault.infra.api;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.http.Problem;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ApiTest {

  @Test
  void the_api_has_these_routes_and_no_other() {
    Map<String, String> routes = new TreeMap<>();
    Synthesised.ANYWHERE
        .properties("AWS::ApiGateway::Method")
        .values()
        .forEach(method ->
            routes.put(
                method.path("HttpMethod").asText() + " " + path(method.path("ResourceId")),
                method
                    .at("/Integration/Uri/Fn::Join/1/5/Ref")
                    .asText()
                    .replaceAll("Function.*", "")));
    assertEquals(
        Map.ofEntries(
            entry("GET /healthz", "PlaybackAnswer"),
            entry("GET /v1/config", "IngestAccept"),
            entry("GET /v1/events", "PlaybackAnswer"),
            entry("GET /v1/events.csv", "PlaybackAnswer"),
            entry("GET /v1/events/histogram", "PlaybackAnswer"),
            entry("GET /v1/events.ndjson", "PlaybackAnswer"),
            entry("GET /v1/events/{event}", "PlaybackAnswer"),
            entry("GET /v1/nodes", "PlaybackAnswer"),
            entry("GET /v1/parked", "PlaybackAnswer"),
            entry("GET /v1/parked/{day}/{parked}", "PlaybackAnswer"),
            entry("GET /v1/sinks", "PlaybackAnswer"),
            entry("GET /v1/sinks/{sink}", "PlaybackAnswer"),
            entry("POST /v1/sinks/{sink}/replays", "IngestAccept"),
            entry("POST /v1/parked/{day}/{parked}/retry", "IngestAccept"),
            entry("GET /v1/holds", "PlaybackAnswer"),
            entry("GET /v1/tokens", "AuthorizingTokens"),
            entry("POST /v1/tokens", "AuthorizingTokens"),
            entry("POST /v1/tokens/{id}/revoke", "AuthorizingTokens"),
            entry("POST /v1/sessions/{sid}/hold", "HoldingHold"),
            entry("POST /v1/sessions/{sid}/hold/release", "HoldingHold"),
            entry("GET /v1/sessions", "PlaybackAnswer"),
            entry("GET /v1/search", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/events", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording", "OriginalsOriginal"),
            entry("HEAD /v1/sessions/{sid}/recording", "OriginalsOriginal"),
            entry("GET /v1/originals/{sid}/recording", "OriginalsOriginal"),
            entry("HEAD /v1/originals/{sid}/recording", "OriginalsOriginal"),
            entry("GET /v1/sessions/{sid}/stream", "OriginalsOriginal"),
            entry("GET /v1/sessions/{sid}/redactions", "OriginalsRedact"),
            entry("POST /v1/sessions/{sid}/redactions", "OriginalsRedact"),
            entry("GET /v1/sessions/{sid}/shares", "SharingMake"),
            entry("POST /v1/sessions/{sid}/shares", "SharingMake"),
            entry("POST /v1/sessions/{sid}/shares/{share}/revoke", "SharingMake"),
            entry("GET /share/{word}", "SharingOpen"),
            entry("HEAD /v1/sessions/{sid}/recording.cast", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.cast", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.html", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.json", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.segments", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.segments/{n}", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.svg", "PlaybackAnswer"),
            entry("GET /v1/sessions/{sid}/recording.txt", "PlaybackAnswer"),
            entry("POST /v1/events", "IngestAccept"),
            entry("PUT /v1/events", "IngestAccept"),
            entry("POST /v1/logs", "IngestAccept"),
            entry("GET /in/{path+}", "IngestAccept"),
            entry("GET /read/{path+}", "PlaybackAnswer"),
            entry("POST /in/{path+}", "IngestAccept"),
            entry("PUT /in/{path+}", "IngestAccept"),
            entry("POST /v1/recordings/{sid}/uploads", "IngestAccept"),
            entry("POST /v1/recordings/{sid}/uploads/{upload}/parts", "IngestAccept"),
            entry("POST /v1/recordings/{sid}/uploads/{upload}/complete", "IngestAccept")),
        routes);
  }

  @Test
  void
      every_method_asks_for_a_signature_but_links_for_none_and_doors_for_a_token_and_waits_as_long_as_it_can() {
    Set<String> authorizer =
        Synthesised.ANYWHERE.properties("AWS::ApiGateway::Authorizer").keySet();
    assertEquals(1, authorizer.size());
    Synthesised.ANYWHERE
        .properties("AWS::ApiGateway::Method")
        .forEach((id, method) -> {
          String path = path(method.path("ResourceId"));
          boolean door = path.startsWith("/in/") || path.startsWith("/read/");
          String wanted = door ? "CUSTOM" : path.equals("/share/{word}") ? "NONE" : "AWS_IAM";
          assertEquals(wanted, method.path("AuthorizationType").asText(), id);
          assertEquals(
              door ? authorizer : Set.of(""), Set.of(method.at("/AuthorizerId/Ref").asText()), id);
          assertTrue(!method.path("ApiKeyRequired").asBoolean(), id);
          assertEquals("AWS_PROXY", method.at("/Integration/Type").asText(), id);
          assertEquals(29_000, method.at("/Integration/TimeoutInMillis").asInt(), id);
        });
  }

  @Test
  void the_api_is_regional_takes_every_body_as_it_is_and_speaks_tls_12_at_least() {
    assertEquals(
        Synthesised.parse(
            """
            {
              "Name": "Tapevault",
              "EndpointConfiguration": {"Types": ["REGIONAL"]},
              "BinaryMediaTypes": ["*/*"],
              "SecurityPolicy": "SecurityPolicy_TLS13_1_2_PQ_2025_09",
              "EndpointAccessMode": "STRICT"
            }\
            """),
        ((ObjectNode) Synthesised.ANYWHERE.one("AWS::ApiGateway::RestApi", "").deepCopy())
            .without("Policy"));
  }

  @Test
  void originals_are_refused_to_all_but_the_roles_that_are_named_and_links_alone_are_allowed() {
    String all =
        """
        {"Sid": "OriginalsAreForFew", "Effect": "Deny", "Principal": {"AWS": "*"},
         "Action": "execute-api:Invoke", "Resource": "execute-api:/*/*/v1/originals/*"%s}\
        """;
    String role = "arn:aws:iam::111122223333:role/circle";
    String but = ", \"Condition\": {\"ArnNotEquals\": {\"aws:PrincipalArn\": [\"" + role + "\"]}}";
    JsonNode links =
        Synthesised.parse(
            """
            {"Sid": "LinksAreForAll", "Effect": "Allow", "Principal": {"AWS": "*"},
             "Action": "execute-api:Invoke", "Resource": "execute-api:/*/GET/share/*"}\
            """);
    assertEquals(
        List.of(Synthesised.parse(all.formatted("")), links), circle(Synthesised.ANYWHERE));
    assertEquals(
        List.of(Synthesised.parse(all.formatted(but)), links), circle(Synthesised.OTHER_BUCKET));
    assertNotEquals(
        Synthesised.PLAIN.resources("AWS::ApiGateway::Deployment").keySet(),
        Synthesised.of(null, Map.of(Settings.ORIGINALS_ROLES, List.of(role)))
            .resources("AWS::ApiGateway::Deployment")
            .keySet(),
        "the stage goes on with the policy of before");
  }

  private static List<JsonNode> circle(Synthesised stack) {
    JsonNode statements = stack.one("AWS::ApiGateway::RestApi", "").at("/Policy/Statement");
    return List.copyOf(statements.valueStream().toList());
  }

  @Test
  void trouble_that_may_pass_is_503_with_a_time_to_come_back() {
    Set<String> types = new TreeSet<>();
    Synthesised.ANYWHERE.properties("AWS::ApiGateway::GatewayResponse").values().stream()
        .filter(response -> !response.path("ResponseType").asText().equals("UNAUTHORIZED"))
        .forEach(response -> {
          types.add(response.path("ResponseType").asText());
          assertEquals("503", response.path("StatusCode").asText());
          assertEquals(
              Synthesised.parse(
                  """
                  {"gatewayresponse.header.Retry-After": "'2'",
                   "gatewayresponse.header.Content-Type": "'application/problem+json'"}\
                  """),
              response.path("ResponseParameters"));
          JsonNode body =
              Synthesised.parse(response.at("/ResponseTemplates/application~1json").asText());
          assertEquals(Problem.Type.UNAVAILABLE.uri(), body.path("type").asText());
          assertEquals(Problem.Type.UNAVAILABLE.status(), body.path("status").asInt());
        });
    assertEquals(
        Set.of(
            "THROTTLED",
            "INTEGRATION_FAILURE",
            "INTEGRATION_TIMEOUT",
            "AUTHORIZER_FAILURE",
            "AUTHORIZER_CONFIGURATION_ERROR",
            "DEFAULT_5XX"),
        types);
  }

  @Test
  void who_shows_no_token_that_counts_is_told_so_as_everywhere() {
    JsonNode response =
        Synthesised.ANYWHERE.one("AWS::ApiGateway::GatewayResponse", "ApiRestNoToken");
    assertEquals("UNAUTHORIZED", response.path("ResponseType").asText());
    assertEquals("401", response.path("StatusCode").asText());
    assertEquals(
        "'Bearer'",
        response
            .path("ResponseParameters")
            .path("gatewayresponse.header.WWW-Authenticate")
            .asText());
    JsonNode body = Synthesised.parse(response.at("/ResponseTemplates/application~1json").asText());
    assertEquals(Problem.Type.NO_TOKEN.uri(), body.path("type").asText());
    assertEquals(Problem.Type.NO_TOKEN.status(), body.path("status").asInt());
  }

  @Test
  void nothing_that_the_authorizer_says_is_remembered_so_that_no_header_has_to_be_there() {
    JsonNode authorizer = Synthesised.ANYWHERE.one("AWS::ApiGateway::Authorizer", "");
    assertEquals("REQUEST", authorizer.path("Type").asText());
    assertEquals(0, authorizer.path("AuthorizerResultTtlInSeconds").asInt(-1));
    assertEquals("", authorizer.path("IdentitySource").asText());
  }

  @Test
  void the_stage_is_throttled_and_says_who_called() {
    JsonNode stage = Synthesised.ANYWHERE.one("AWS::ApiGateway::Stage", "");
    assertEquals(
        Synthesised.parse(
            """
            [{"ResourcePath": "/*", "HttpMethod": "*", "DataTraceEnabled": false, "LoggingLevel": "OFF",
              "ThrottlingBurstLimit": 1000, "ThrottlingRateLimit": 500},
             {"ResourcePath": "/~1share~1{word}", "HttpMethod": "GET", "DataTraceEnabled": false, "LoggingLevel": "OFF",
              "ThrottlingBurstLimit": 20, "ThrottlingRateLimit": 5}]\
            """),
        stage.path("MethodSettings"));
    assertTrue(!stage.path("TracingEnabled").asBoolean());
    JsonNode access = Synthesised.parse(stage.at("/AccessLogSetting/Format").asText());
    assertEquals("$context.identity.userArn", access.path("caller").asText());
    // In the path of a link is what opens it.
    assertEquals("$context.resourcePath", access.path("path").asText());
    assertEquals("$context.authorizer.caller", access.path("token").asText());
    assertEquals("$context.authorizer.principalId", access.path("tokenId").asText());
    assertTrue(stage.at("/AccessLogSetting/DestinationArn").has("Fn::GetAtt"));
  }

  @Test
  void the_stack_says_where_it_is() {
    Set<String> outputs = new TreeSet<>();
    Synthesised.ANYWHERE.outputs().fieldNames().forEachRemaining(outputs::add);
    assertEquals(
        Set.of(
            "ApiUrl",
            "TableName",
            "BucketName",
            "ConfigParameter",
            "KeyArn",
            "IngestPolicyArn",
            "AuditPolicyArn",
            "RecoveryPolicyArn",
            "TranscriptsPolicyArn"),
        outputs);
  }

  @Test
  void the_logging_role_of_the_account_is_set_only_when_asked_for() {
    for (Synthesised stack : Synthesised.all().toList()) {
      assertEquals(Map.of(), stack.resources("AWS::ApiGateway::Account"));
    }
    Synthesised asked = Synthesised.of(null, Map.of(Settings.API_LOG_ROLE, true));
    JsonNode account = asked.one("AWS::ApiGateway::Account", "Api");
    String id = account.at("/CloudWatchRoleArn/Fn::GetAtt/0").asText();
    JsonNode role = asked.json().path("Resources").path(id);
    assertEquals("Retain", role.path("DeletionPolicy").asText());
    assertTrue(
        role.at("/Properties/ManagedPolicyArns/0/Fn::Join/1/2")
            .asText()
            .endsWith("AmazonAPIGatewayPushToCloudWatchLogs"));
  }

  private static String path(JsonNode resourceId) {
    String id = resourceId.path("Ref").asText();
    JsonNode resource = Synthesised.ANYWHERE.properties("AWS::ApiGateway::Resource").get(id);
    return resource == null
        ? ""
        : path(resource.path("ParentId")) + "/" + resource.path("PathPart").asText();
  }
}
