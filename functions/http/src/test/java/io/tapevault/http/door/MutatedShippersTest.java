package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What shippers send, altered at random, through every door: each is answered, none with a fault
/// of ours. `-Dtapevault.mutations=1000000` sends as many.
final class MutatedShippersTest {

  private static final int MUTATIONS = Integer.getInteger("tapevault.mutations", 20_000);
  private static final Path SHIPPERS =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples", "shippers");
  private static final List<String> PATHS =
      List.of(
          "/in/v1/events",
          "/in/services/collector/event",
          "/in/services/collector/raw",
          "/in/services/collector/ack",
          "/in/v1/logs",
          "/in/firehose",
          "/in/cloudevents",
          "/in/logs",
          "/in/events.log");
  private static final List<String> BITS =
      List.of(
          "1e2147483647",
          "-0",
          "9".repeat(60),
          "\0",
          "\\ud800",
          "\u009b",
          "[[[[",
          "{",
          "}",
          "\"",
          "\\",
          ",",
          ":",
          "null",
          "\n",
          "\"event\":\"x\",",
          "\"time\":1e999,",
          "\"time\":\"\",",
          "ÿ",
          "\n\177",
          "(\u00b5/\u00fd",
          "\037\u008b",
          "--",
          "\r\n\r\n");
  private static final Set<Integer> ANSWERS = Set.of(200, 400, 413, 415);

  private final Random random = new Random(17);

  @Test
  void no_altered_request_earns_a_fault_seed_17() throws IOException {
    List<CapturedRequest> captured = new ArrayList<>();
    for (String name : ShippersTest.captured().toList()) {
      captured.add(CapturedRequest.in(SHIPPERS.resolve(name + ".http")));
    }
    assertEquals(31, captured.size());
    OpenHouse house = new OpenHouse();
    for (int i = 0; i < MUTATIONS; i++) {
      if (i % 2_000 == 0) {
        house = new OpenHouse();
      }
      CapturedRequest one = captured.get(random.nextInt(captured.size()));
      byte[] body = altered(one.body());
      HttpRequest request =
          new HttpRequest(
              "POST",
              PATHS.get(random.nextInt(PATHS.size())),
              Map.of("time", List.of("1e9")),
              one.headers(),
              new ByteArrayInputStream(body),
              "r-" + i);
      int status = house.handle(request).status();
      assertTrue(
          ANSWERS.contains(status),
          () -> status + " to " + request + " " + new String(body, ISO_8859_1));
    }
  }

  private byte[] altered(byte[] sent) {
    StringBuilder body = new StringBuilder(new String(sent, ISO_8859_1));
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(body.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> body.setLength(at);
        case 1 -> body.insert(at, BITS.get(random.nextInt(BITS.size())));
        case 2 -> body.replace(at, Math.min(body.length(), at + random.nextInt(9)), "");
        case 3 -> {
          if (at < body.length()) {
            body.setCharAt(at, (char) random.nextInt(256));
          }
        }
        default -> body.insert(at, body.substring(at, Math.min(body.length(), at + 40)));
      }
    }
    return body.toString().getBytes(ISO_8859_1);
  }
}
