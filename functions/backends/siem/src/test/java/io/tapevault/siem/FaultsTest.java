package io.tapevault.siem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a server does wrong, in every form, for every protocol over HTTP: nothing is called
/// delivered that it did not take in its own words, and what it did not take is delivered when it
/// is well again.
class FaultsTest {

  static final Timeouts SHORT =
      new Timeouts(Duration.ofMillis(500), Duration.ofMillis(250), Duration.ofMillis(50));
  private static final String HTML = "<html><body>Please log in</body></html>";

  @BeforeAll
  static void keys() {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "wJalrXUtnFEMI");
  }

  @AfterAll
  static void noKeys() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  /// A login that is well.
  static FaultySiem login() throws IOException {
    return FaultySiem.start(Answer.saying(200, "{\"access_token\":\"t-1\",\"expires_in\":3599}"));
  }

  static List<Outgoing> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> Engine.outgoing("{\"event\":\"x\",\"uid\":\"u%d\",\"sid\":\"s\"}".formatted(i)))
        .toList();
  }

  /// Each by its name; `elsewhere` is where nobody is to be sent.
  private static Map<String, Answer> faults(String elsewhere) {
    Map<String, Answer> faults = new LinkedHashMap<>();
    for (int status : new int[] {400, 401, 403, 404, 408, 413, 425, 429, 500, 502, 503, 504}) {
      faults.put("status " + status, Answer.saying(status, "no"));
      faults.put("status " + status + " with a page", Answer.saying(status, HTML));
    }
    for (String after :
        List.of(
            "3",
            " 3 ",
            "1000abc",
            "-1",
            "99999999",
            "",
            "Sun, 01 Mar 2026 12:00:03 GMT",
            "Sunday, 01-Mar-26 12:00:03 GMT",
            "Sun Mar  1 12:00:03 2026",
            "Sun, 01 Mar 2020 12:00:03 GMT")) {
      faults.put("503, Retry-After " + after, Answer.status(503, "retry-after: " + after));
    }
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      faults.put(status + " here", Answer.status(status, "location: /login"));
      faults.put(status + " elsewhere", Answer.status(status, "location: " + elsewhere));
      faults.put(
          status + " to a private address",
          Answer.status(status, "location: http://169.254.169.254/latest/meta-data"));
      faults.put(status + " to nowhere", Answer.status(status));
    }
    for (int status : new int[] {200, 500}) {
      faults.put(status + ", a body without end", Answer.flooding(status, new AtomicLong()));
      faults.put(status + ", a body that drips", Answer.dripping(status));
      faults.put(status + ", a body that stops", Answer.unfinished(status));
      faults.put(status + ", headers without end", Answer.endlessHead(status));
    }
    faults.put("silence", Answer.silence());
    faults.put("closed without an answer", Answer.hangingUp());
    faults.put("reset", Answer.reset());
    faults.put("another protocol", Answer.noHttp());
    for (String body :
        List.of(HTML, "{\"acc", "[]", "\"ok\"", "null", "OK", "{\"code\":7}x", "\0\1\2")) {
      faults.put("200 " + body, Answer.saying(200, body, "content-type: text/html"));
    }
    return faults;
  }

  /// Where the status alone is the answer, each success is one, whatever its body.
  private static boolean isOne(Protocol protocol, String fault) {
    return protocol.isStatusAlone()
        && fault.startsWith("200")
        && !fault.equals("200, headers without end");
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource
  void what_a_server_did_not_take_in_its_own_words_is_not_delivered(Protocol protocol)
      throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    try (FaultySiem login = login();
        FaultySiem elsewhere = FaultySiem.start(Answer.status(200));
        FaultySiem siem = FaultySiem.start(Answer.status(500))) {
      EventSink sink = protocol.open(siem.uri(), login.uri(), SHORT);
      faults(elsewhere.uri().toString())
          .forEach((name, fault) -> {
            siem.answer(fault);
            Delivery said = sink.deliver(events(3));
            boolean delivered =
                said instanceof Delivery.Delivered || said instanceof Delivery.Dropped;
            boolean isAll =
                !(said instanceof Delivery.Refused refused) || refused.events().size() == 3;
            if (delivered != isOne(protocol, name) || !isAll) {
              wrong.put(name, said.toString());
            }
          });
      assertEquals(Map.of(), wrong);
      assertEquals(List.of(), elsewhere.requests());
      siem.answer(taking(protocol));
      assertEquals(new Delivery.Delivered(), sink.deliver(events(3)));
      assertEquals(List.of("u0", "u1", "u2"), Protocol.uids(siem.requests().getLast()));
    }
  }

  private static Answer taking(Protocol protocol) {
    return (request, connection) ->
        protocol.taking(Protocol.uids(request).size()).to(request, connection);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource
  void a_success_without_a_body_is_one_where_that_is_its_own(Protocol protocol) throws IOException {
    try (FaultySiem login = login();
        FaultySiem siem = FaultySiem.start(Answer.status(200))) {
      Delivery said = protocol.open(siem.uri(), login.uri(), SHORT).deliver(events(3));
      if (protocol.isSilent()) {
        assertEquals(new Delivery.Delivered(), said);
      } else {
        assertInstanceOf(Delivery.TryAgain.class, said);
      }
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource
  void a_refusal_of_one_names_that_one_or_nobody(Protocol protocol) throws IOException {
    List<String> uids = List.of("u0", "u1", "u2");
    try (FaultySiem login = login();
        FaultySiem siem =
            FaultySiem.start((request, connection) -> {
              int place = Protocol.uids(request).indexOf("u1");
              Answer answer =
                  place < 0
                      ? protocol.taking(Protocol.uids(request).size())
                      : protocol.refusing(Protocol.uids(request), List.of(place)).answer();
              answer.to(request, connection);
            })) {
      Delivery said = protocol.open(siem.uri(), login.uri(), SHORT).deliver(events(3));
      assertFalse(said instanceof Delivery.Delivered, said::toString);
      if (said instanceof Delivery.Refused refused) {
        List<String> named = refused.events().stream().map(one -> uids.get(one.index())).toList();
        assertTrue(named.equals(uids) || named.equals(List.of("u1")), named::toString);
      }
    }
  }
}
