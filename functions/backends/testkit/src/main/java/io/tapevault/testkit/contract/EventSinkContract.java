package io.tapevault.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [EventSink] promises that is reached over HTTP, whatever the SIEM does.
public abstract class EventSinkContract extends SinkPromises {

  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);
  // Nothing of an address may be told; so long a part may be a token.
  private static final String TOKEN = "0123456789abcdef-token";

  private final List<FaultySiem> open = new ArrayList<>();

  /// A sink that gives up a request after so long.
  protected abstract EventSink open(URI address, Duration patience);

  /// The `uid`s of the events in a request, in order.
  protected abstract List<String> uids(Request request);

  /// How this SIEM says that it took everything.
  protected abstract Answer taking();

  @Override
  protected final EventSink sink() throws IOException {
    return open(siem(taking()).uri(), LONG);
  }

  @Override
  protected final List<Arrived> arrived() {
    return open.stream()
        .flatMap(siem -> siem.requests().stream())
        .map(request ->
            new Arrived(uids(request), request.body().getBytes(UTF_8).length, request.body()))
        .toList();
  }

  @AfterEach
  void stop() throws IOException {
    for (FaultySiem siem : open) {
      siem.close();
    }
  }

  private FaultySiem siem(Answer answer) throws IOException {
    FaultySiem siem = FaultySiem.start(answer);
    open.add(siem);
    return siem;
  }

  private Delivery deliver(Answer answer) throws IOException {
    return open(siem(answer).uri(), LONG).deliver(events(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void what_may_pass_is_tried_again(int status) throws IOException {
    Delivery.TryAgain trouble =
        assertInstanceOf(
            Delivery.TryAgain.class, deliver(Answer.saying(status, "not now, please")));
    assertTrue(trouble.why().contains("" + status), trouble.why());
    assertTrue(trouble.why().contains("not now, please"), trouble.why());
    assertTrue(trouble.after().isPositive(), trouble.why());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 407, 410, 451})
  void what_a_person_has_to_put_right_is_down(int status) throws IOException {
    Delivery.Down down =
        assertInstanceOf(Delivery.Down.class, deliver(Answer.saying(status, "who are you")));
    assertTrue(down.why().contains("" + status), down.why());
    assertTrue(down.why().contains("who are you"), down.why());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_not_followed_and_its_host_is_named(int status) throws IOException {
    FaultySiem other = siem(taking());
    FaultySiem siem =
        siem(Answer.status(status, "location: " + other.uri().resolve("/" + TOKEN + "?x")));
    Delivery.Down down =
        assertInstanceOf(Delivery.Down.class, open(siem.uri(), LONG).deliver(events(1)));
    assertTrue(down.why().contains("redirected to http://127.0.0.1"), down.why());
    assertFalse(down.why().contains(TOKEN), down.why());
    assertEquals(List.of(1, 0), List.of(siem.requests().size(), other.requests().size()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 3",
        "' 3 ' | 3",
        "3600 | 3600",
        "3601 | 3600",
        "99999999999999999999 | 3600",
        "1000abc | 1",
        "-1 | 1",
        "1.5 | 1",
        "'' | 1"
      })
  void the_receiver_says_when_up_to_an_hour(String value, int seconds) throws IOException {
    for (int status : new int[] {429, 503}) {
      Delivery.TryAgain trouble =
          assertInstanceOf(
              Delivery.TryAgain.class, deliver(Answer.status(status, "retry-after: " + value)));
      assertEquals(Duration.ofSeconds(seconds), trouble.after(), value);
    }
  }

  static Stream<Answer> bad() {
    return Stream.of(
        Answer.silence(),
        Answer.hangingUp(),
        Answer.reset(),
        Answer.noHttp(),
        Answer.endlessHead(200),
        Answer.unfinished(500),
        Answer.dripping(503));
  }

  @ParameterizedTest
  @MethodSource
  void bad(Answer answer) {
    assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertInstanceOf(
                Delivery.TryAgain.class, open(siem(answer).uri(), PATIENCE).deliver(events(2))));
  }

  @Test
  void nobody_listening_is_tried_again() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port + "/" + TOKEN);
    Delivery.TryAgain trouble =
        assertInstanceOf(Delivery.TryAgain.class, open(nobody, LONG).deliver(events(1)));
    assertFalse(trouble.slow(), trouble.why());
    assertFalse(trouble.why().contains(TOKEN), trouble.why());
  }

  @Test
  void words_are_few_and_harmless_and_repeat_no_secret() throws IOException {
    String words =
        "\u001b[2Jno\u009b6n \u202eroute\r\n\0for /"
            + TOKEN
            + "?k="
            + TOKEN
            + " "
            + "x".repeat(9000);
    FaultySiem siem = siem(Answer.saying(404, words));
    URI address = siem.uri().resolve("/" + TOKEN + "?k=" + TOKEN);
    Delivery.Down down =
        assertInstanceOf(Delivery.Down.class, open(address, LONG).deliver(events(1)));
    assertFalse(down.why().contains(TOKEN), down.why());
    assertTrue(down.why().length() < 400, down.why());
    assertTrue(down.why().contains("route for"), down.why());
    assertTrue(
        down.why()
            .codePoints()
            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT),
        down.why());
  }
}
