package io.tapevault.aws.json;

import static io.tapevault.aws.json.FaultyServer.answer;
import static io.tapevault.aws.json.FaultyServer.half;
import static io.tapevault.aws.json.FaultyServer.trickle;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;

final class JsonCallsTest {

  @AutoClose private static final SdkHttpClient HTTP = JsonCalls.client();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String WELL = "{\"a\":\"1\"}";

  private static JsonCalls calls(FaultyServer server) {
    return new JsonCalls(
        new Service(
            "dynamodb",
            "DynamoDB_20120810",
            "eu-central-1",
            server.address(),
            "the table t",
            "1.0",
            Map.of()),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
        HTTP,
        InstantSource.fixed(NOW),
        Duration.ofSeconds(10));
  }

  private static byte[] read(FaultyServer server) {
    return done(calls(server));
  }

  private static byte[] done(JsonCalls calls) {
    Said<byte[]> said = calls.call("GetItem", json -> json.writeStringField("TableName", "t"));
    return assertInstanceOf(Said.Done.class, said).value() instanceof byte[] bytes
        ? bytes
        : new byte[0];
  }

  /// What may pass, and is not there the second time.
  static List<Supplier<FaultyServer.Turn>> passing() {
    return List.of(
        FaultyServer::reset,
        () -> half(WELL),
        () -> answer(200, WELL, "1"),
        () -> answer(200, WELL, "odd"),
        () -> answer(500, "{\"__type\":\"x#InternalServerError\"}"),
        () -> answer(503, "<html>over there</html>"),
        () -> answer(502, ""),
        () -> answer(429, ""),
        () -> answer(400, "{\"__type\":\"com.amazon.coral.availability#ThrottlingException\"}"),
        () -> answer(400, "{\"__type\":\"x#ProvisionedThroughputExceededException\"}"),
        () -> answer(400, "{\"__type\":\"RequestLimitExceeded\"}"),
        () -> answer(400, "{\"__type\":\"x#TransactionInProgressException\"}"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void what_may_pass_is_asked_for_again_with_the_same_bytes(Supplier<FaultyServer.Turn> fault)
      throws IOException {
    try (FaultyServer server = FaultyServer.of(fault.get(), fault.get(), answer(200, WELL))) {
      assertArrayEquals(WELL.getBytes(UTF_8), read(server));
      assertEquals(3, server.requests().size());
      assertEquals(
          1, server.requests().stream().map(FaultyServer.Request::body).distinct().count());
    }
  }

  @ParameterizedTest
  @MethodSource("passing")
  void what_does_not_pass_is_unavailable_in_the_end(Supplier<FaultyServer.Turn> fault)
      throws IOException {
    try (FaultyServer server = FaultyServer.of(fault.get())) {
      assertThrows(Unavailable.class, () -> done(calls(server).within(Duration.ofMillis(700))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"__type\":\"x#ValidationException\",\"message\":\"no\"}",
        "{\"__type\":7}",
        "[]",
        "{\"__type\":\"x#Vali",
        "<html>no</html>",
        ""
      })
  void what_does_not_pass_is_asked_for_once(String odd) throws IOException {
    try (FaultyServer server = FaultyServer.of(answer(400, odd))) {
      var e = assertThrows(IllegalStateException.class, () -> read(server));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("dynamodb:GetItem on the table t: 400"),
          e::toString);
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void a_missing_right_is_said_by_its_name() throws IOException {
    String denied = "{\"__type\":\"x#AccessDeniedException\",\"Message\":\"no\"}";
    try (FaultyServer server = FaultyServer.of(answer(400, denied))) {
      var e = assertThrows(NotPermitted.class, () -> read(server));
      assertEquals("dynamodb:GetItem", e.permission());
    }
  }

  @Test
  void an_answer_that_trickles_ends_when_there_is_no_time_left() throws IOException {
    try (FaultyServer server = FaultyServer.of(trickle("{\"a\":"))) {
      long begin = System.nanoTime();
      var e =
          assertThrows(Unavailable.class, () -> done(calls(server).within(Duration.ofMillis(900))));
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertTrue(took.toMillis() < 3_000, took::toString);
      assertTrue(String.valueOf(e.getMessage()).contains("no whole answer within"), e::toString);
    }
  }

  @Test
  void one_that_never_answers_leaves_time_for_another_try() throws IOException {
    FaultyServer.Turn silent =
        (request, socket) -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (FaultyServer server = FaultyServer.of(silent, answer(200, WELL))) {
      assertArrayEquals(WELL.getBytes(UTF_8), done(calls(server).within(Duration.ofMillis(1500))));
    }
  }

  @Test
  void an_answer_that_is_too_large_to_be_held_is_not_cut() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(5 << 20) + "\"}";
    try (FaultyServer server = FaultyServer.of(answer(200, large))) {
      assertThrows(IllegalStateException.class, () -> read(server));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void what_was_made_of_a_broken_answer_is_thrown_away() throws IOException {
    String other = "{\"a\":\"2\"}";
    try (FaultyServer server = FaultyServer.of(answer(200, other, "1"), answer(200, WELL))) {
      Said<String> said =
          calls(server)
              .call(
                  "GetItem",
                  json -> {},
                  json -> {
                    json.nextToken();
                    json.nextToken();
                    String text = json.getText();
                    json.nextToken();
                    return text;
                  },
                  Set.of());
      assertEquals(new Said.Done<>("1"), said);
    }
  }

  @Test
  void what_counts_as_throttling_does_so_for_the_sdk_too() {
    for (String code : Passing.THROTTLING) {
      assertTrue(exception(code).isThrottlingException(), code);
    }
    for (String code : List.of("ValidationException", "AccessDeniedException", "InternalError")) {
      assertEquals(exception(code).isThrottlingException(), Passing.isThrottling(400, code), code);
    }
  }

  private static AwsServiceException exception(String code) {
    return AwsServiceException.builder()
        .statusCode(400)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }
}
