package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventPage;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.json.HarmlessJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// AWS's own event classes are the witness of what an envelope looks like.
final class RestApiTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// A request with its body read.
  private record Whole(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      String body,
      String id) {}

  @Test
  void a_request_is_read_whole() throws Exception {
    APIGatewayProxyRequestEvent event =
        event()
            .withBody("{\"event\":\"ä 😀\"}")
            .withQueryStringParameters(Map.of("from", "2026-03-01", "type", "a b/ü"))
            .withMultiValueQueryStringParameters(Map.of("type", List.of("x", "a b/ü")))
            .withMultiValueHeaders(Map.of("Content-Type", List.of("application/json")))
            .withPathParameters(Map.of("proxy", "v1/events"))
            .withStageVariables(Map.of("path", "elsewhere"));
    Map<String, List<String>> query =
        Map.of("from", List.of("2026-03-01"), "type", List.of("x", "a b/ü"));
    Map<String, String> headers =
        Map.of("content-type", "application/json", "x-forwarded-for", "198.51.100.7");
    assertEquals(
        new Whole("POST", "/v1/events", query, headers, "{\"event\":\"ä 😀\"}", "req-1"),
        read(event));
  }

  @Test
  void who_signed_it_is_the_caller_and_nobody_can_say_so_in_a_header() throws Exception {
    APIGatewayProxyRequestEvent event = event();
    event.getRequestContext().getIdentity().setUserArn("arn:aws:iam::111122223333:user/alice");
    assertEquals("arn:aws:iam::111122223333:user/alice", request(event).caller());
    assertEquals("", request(event().withHeaders(Map.of("userArn", "mallory"))).caller());
  }

  @Test
  void who_showed_a_token_is_the_caller_whatever_else_is_said_of_who_it_is() throws Exception {
    APIGatewayProxyRequestEvent event = event();
    event.getRequestContext().setAuthorizer(Map.of("caller", "token:fluent-bit"));
    assertEquals("token:fluent-bit", request(event).caller());
    for (String order :
        List.of(
            "'identity':{'userArn':null},'authorizer':{'caller':'token:a'}",
            "'authorizer':{'caller':'token:a'},'identity':{'userArn':null}")) {
      String envelope = "{'requestContext':{" + order + "}}";
      assertEquals(
          "token:a",
          RestApi.read(new ByteArrayInputStream(envelope.replace('\'', '"').getBytes(UTF_8)))
              .caller());
    }
  }

  @Test
  void a_body_in_base64_is_read_as_its_bytes() throws Exception {
    byte[] bytes = new byte[1000];
    new Random(4).nextBytes(bytes);
    HttpRequest request =
        request(
            event().withIsBase64Encoded(true).withBody(Base64.getEncoder().encodeToString(bytes)));
    assertArrayEquals(bytes, request.body().readAllBytes());
  }

  @Test
  void a_body_of_six_megabytes_is_read() throws Exception {
    String body = "ü\"\n".repeat((6 << 20) / 4);
    assertEquals(body, read(event().withBody(body)).body());
    byte[] bytes = body.getBytes(UTF_8);
    HttpRequest request =
        request(
            event().withIsBase64Encoded(true).withBody(Base64.getEncoder().encodeToString(bytes)));
    assertArrayEquals(bytes, request.body().readAllBytes());
  }

  @Test
  void members_that_are_null_are_empty() throws Exception {
    assertEquals(
        new Whole("", "", Map.of(), Map.of(), "", ""), read(new APIGatewayProxyRequestEvent()));
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Empty", null);
    assertEquals(
        new Whole("POST", "/v1/events", Map.of("q", List.of("")), Map.of("x-empty", ""), "", ""),
        read(
            event()
                .withHeaders(headers)
                .withQueryStringParameters(nulls("q"))
                .withRequestContext(new ProxyRequestContext())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"headers\":null,\"requestContext\":null,\"body\":null,\"httpMethod\":null,\"isBase64Encoded\":null}",
        "{\"headers\":[1,{\"a\":2}],\"queryStringParameters\":\"x\",\"unknown\":{\"body\":\"x\",\"list\":[[]]}}",
        "{\"multiValueHeaders\":{\"a\":[\"b\"]},\"requestContext\":{\"identity\":{\"requestId\":\"not this\"}}}"
      })
  void members_that_are_missing_or_of_no_use_are_left_out(String json) throws Exception {
    assertEquals(new Whole("", "", Map.of(), Map.of(), "", ""), read(json));
  }

  @Test
  void nothing_behind_an_odd_member_is_lost() throws Exception {
    assertEquals(
        new Whole("GET", "/v1", Map.of(), Map.of("a", "1"), "x", "r"),
        read(
            """
            {"queryStringParameters":[1,[2]],"requestContext":{"list":[{}],"requestId":"r","more":{}},
             "headers":{"B":["x"],"A":1},"httpMethod":"GET","path":"/v1","body":"x"}\
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"x\"",
        "{\"body\":\"x",
        "{\"path\":\"/\"",
        "{\"headers\":{\"a\":\"b\""
      })
  void what_is_no_envelope_is_an_error(String json) {
    assertThrows(IOException.class, () -> read(json));
  }

  @Test
  void bytes_that_are_no_text_go_in_base64_and_four_mebibytes_of_them_go() throws Exception {
    byte[] bytes = new byte[4 << 20];
    new Random(7).nextBytes(bytes);
    APIGatewayProxyResponseEvent answer =
        MAPPER.readValue(
            written(HttpResponse.bytes(200, "application/octet-stream", bytes)),
            APIGatewayProxyResponseEvent.class);
    assertTrue(answer.getIsBase64Encoded());
    assertArrayEquals(bytes, Base64.getDecoder().decode(answer.getBody()));
    assertEquals(200, answer.getStatusCode());
  }

  @Test
  void a_response_is_what_aws_reads() throws Exception {
    HttpResponse response =
        HttpResponse.json(200, "{\"a\":\"ä 😀 \\n\"}".getBytes(UTF_8))
            .with("cache-control", "no-store");
    assertEquals(
        new APIGatewayProxyResponseEvent()
            .withStatusCode(200)
            .withHeaders(Map.of("content-type", "application/json", "cache-control", "no-store"))
            .withBody("{\"a\":\"ä 😀 \\n\"}")
            .withIsBase64Encoded(false),
        MAPPER.readValue(written(response), APIGatewayProxyResponseEvent.class));
  }

  @Test
  void a_response_without_a_body_has_an_empty_one() throws Exception {
    assertEquals(
        "{\"statusCode\":204,\"headers\":{},\"body\":\"\",\"isBase64Encoded\":false}",
        new String(written(new HttpResponse(204, Map.of(), 0, out -> {})), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "日", "😀", "\"", "\\", "\n", "\u009b"})
  void a_page_of_whatever_characters_is_not_larger_than_a_lambda_answers(String character)
      throws Exception {
    int times = (int) (EventPage.MAX_BYTES / EventPage.bytes(character));
    String page = HarmlessJson.of(character.repeat(times));
    byte[] written = written(HttpResponse.bytes(200, "text/plain", page.getBytes(UTF_8)));
    // The answer has a cursor and 10,000 commas, too.
    assertTrue(written.length < 6_200_000, () -> written.length + " bytes");
    String read = MAPPER.readValue(written, APIGatewayProxyResponseEvent.class).getBody();
    assertTrue(page.equals(read), "another page was read");
  }

  @Test
  void what_is_larger_than_a_lambda_answers_is_a_problem_and_no_fault() throws Exception {
    byte[] body = "\"".repeat(3_200_000).getBytes(UTF_8);
    APIGatewayProxyResponseEvent answer =
        MAPPER.readValue(
            written(HttpResponse.bytes(200, "text/plain", body)),
            APIGatewayProxyResponseEvent.class);
    assertEquals(500, answer.getStatusCode());
    assertTrue(answer.getBody().contains("urn:tapevault:problem:answer-too-large"));
  }

  @Test
  void content_is_closed_once_it_is_written() throws Exception {
    List<String> calls = new ArrayList<>();
    written(
        new HttpResponse(
            200,
            Map.of(),
            1,
            new HttpResponse.Content() {
              @Override
              public void writeTo(OutputStream out) {
                calls.add("written");
              }

              @Override
              public void close() {
                calls.add("closed");
              }
            }));
    assertEquals(List.of("written", "closed"), calls);
  }

  private static APIGatewayProxyRequestEvent event() {
    RequestIdentity identity = new RequestIdentity();
    identity.setSourceIp("198.51.100.7");
    return new APIGatewayProxyRequestEvent()
        .withResource("/{proxy+}")
        .withPath("/v1/events")
        .withHttpMethod("POST")
        .withHeaders(Map.of("Content-Type", "application/json", "X-Forwarded-For", "198.51.100.7"))
        .withIsBase64Encoded(false)
        .withRequestContext(
            new ProxyRequestContext()
                .withStage("prod")
                .withPath("/prod/v1/events")
                .withRequestId("req-1")
                .withIdentity(identity));
  }

  private static Map<String, String> nulls(String name) {
    Map<String, String> map = new HashMap<>();
    map.put(name, null);
    return map;
  }

  private static Whole read(APIGatewayProxyRequestEvent event) throws IOException {
    return whole(request(event));
  }

  private static Whole read(String json) throws IOException {
    return whole(RestApi.read(new ByteArrayInputStream(json.getBytes(UTF_8))));
  }

  private static HttpRequest request(APIGatewayProxyRequestEvent event) throws IOException {
    return RestApi.read(new ByteArrayInputStream(MAPPER.writeValueAsBytes(event)));
  }

  private static Whole whole(HttpRequest request) throws IOException {
    String body = new String(request.body().readAllBytes(), UTF_8);
    return new Whole(
        request.method(), request.path(), request.query(), request.headers(), body, request.id());
  }

  private static byte[] written(HttpResponse response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RestApi.write(response, out);
    return out.toByteArray();
  }
}
