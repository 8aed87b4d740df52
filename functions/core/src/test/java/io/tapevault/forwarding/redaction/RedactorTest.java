package io.tapevault.forwarding.redaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.Stored;
import io.tapevault.samples.EventSamples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {

  private static Redactor redactor(List<String> drop, List<String> mask, List<String> hash) {
    return new Redactor(new Redaction(drop, mask, hash, "key"), () -> "key");
  }

  private static String redacted(Redactor redactor, String json) {
    return redactor.redacted(Stored.event(json)).json();
  }

  @Test
  void what_is_dropped_is_gone_and_what_is_masked_is_there_without_its_value() {
    assertEquals(
        "{\"event\":\"x\",\"b\":\"***\",\"c\":{\"d\":\"***\",\"f\":1},\"g\":[{\"i\":2},{\"i\":3}],\"addr.remote\":\"***\","
            + "\"n\":null,\"list\":\"***\"}",
        redacted(
            redactor(
                List.of("a", "c.e", "g.h", "none", "event.none", "", ".", "c..d"),
                List.of("b", "c.d", "addr.remote", "n", "list"),
                List.of()),
            "{\"event\":\"x\", \"a\":[{\"b\":1}], \"b\":7, \"c\":{\"d\":\"q\",\"e\":{},\"f\":1},"
                + " \"g\":[{\"h\":1,\"i\":2},{\"i\":3}],\"addr.remote\":\"10.0.0.1\",\"n\":null,"
                + "\"list\":[1,2]}"));
  }

  @Test
  void what_is_hashed_is_the_same_for_the_same_value_and_needs_the_key() {
    // Computed with Python's hmac.
    String maria = "hmac:9b2852e5a14b681f539df96a0e4d0a23";
    String seven = "hmac:01235b0d2aa4a5daba7243a9228194c8";
    assertEquals(
        "{\"event\":\"x\",\"user\":\"%1$s\",\"more\":{\"a\":[\"%1$s\",null,\"%2$s\"],\"b\":\"%2$s\"}}"
            .formatted(maria, seven),
        redacted(
            redactor(List.of(), List.of(), List.of("user", "more")),
            "{\"event\":\"x\",\"user\":\"maria\",\"more\":{\"a\":[\"maria\",null,7],\"b\":\"7\"}}"));
  }

  @Test
  void numbers_and_order_stay_as_they_are() {
    for (Path sample : EventSamples.accepted()) {
      String json = new String(EventSamples.bytes(sample), StandardCharsets.UTF_8);
      AuditEvent event = Stored.event(json);
      AuditEvent seen = redactor(List.of("none"), List.of(), List.of()).redacted(event);
      assertEquals(
          event,
          new AuditEvent(
              event.json(),
              seen.type(),
              seen.time(),
              seen.uid(),
              seen.session(),
              seen.index(),
              seen.hash()),
          sample.toString());
      assertEquals(event.hash(), Stored.event(seen.json()).hash(), sample.toString());
    }
    String odd =
        "{\"event\":\"x\",\"a\":-0,\"b\":1E2,\"c\":1e400,\"d\":0.1000000000000000055511151231257827,\"e\":123456789012345678901234567890,\"z\":[1.50]}";
    assertEquals(odd, redacted(redactor(List.of("none"), List.of(), List.of()), odd));
  }

  @Test
  void nothing_tells_what_was_taken_out_of_an_event_with_an_uid() {
    Redactor redactor = redactor(List.of(), List.of("user"), List.of());
    AuditEvent maria =
        redactor.redacted(Stored.event("{\"event\":\"x\",\"uid\":\"1\",\"user\":\"maria\"}"));
    AuditEvent oskar =
        redactor.redacted(Stored.event("{\"user\":\"oskar\",\"event\":\"x\",\"uid\":\"1\"}"));
    assertEquals(maria.hash(), oskar.hash());
    assertNotEquals(
        redactor.redacted(Stored.event("{\"event\":\"x\",\"user\":\"maria\"}")).hash(),
        redactor.redacted(Stored.event("{\"event\":\"x\",\"user\":\"oskar\"}")).hash());
  }

  @Test
  void where_nothing_is_to_be_taken_out_the_event_is_the_same() {
    AuditEvent event = Stored.event("{ \"event\" : \"x\" }");
    assertSame(event, redactor(List.of(), List.of(), List.of()).redacted(event));
  }
}
