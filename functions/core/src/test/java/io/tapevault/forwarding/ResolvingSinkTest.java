package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.forwarding.secrets.Unresolved;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolvingSinkTest {

  private static final SinkSpec NAMED =
      new SinkSpec("soc", SinkType.WEBHOOK, Map.of(SinkSpec.ADDRESS, "a"), "env:SOC");

  private final List<String> opened = new ArrayList<>();
  private @Nullable String there;
  private final ResolvingSink sink =
      new ResolvingSink(
          NAMED,
          new Secrets(
              reference -> {
                if (there == null) {
                  throw new Unresolved("the variable SOC is not there");
                }
                return there;
              },
              InstantSource.fixed(Instant.EPOCH)),
          this::open);

  private EventSink open(SinkSpec spec) {
    String secret = String.valueOf(spec.secret());
    if (secret.isBlank()) {
      throw new IllegalArgumentException("the secret is none");
    }
    opened.add(secret);
    return new EventSink() {
      @Override
      public Limits limits() {
        return new Limits(10, 100);
      }

      @Override
      public int size(Outgoing event) {
        return 7;
      }

      @Override
      public Delivery deliver(List<Outgoing> batch) {
        return secret.equals("new") ? new Delivery.Delivered() : new Delivery.Down("status 401");
      }
    };
  }

  @Test
  void a_siem_is_down_while_its_secret_is_missing_or_none() {
    assertEquals(new Delivery.Down("the variable SOC is not there"), sink.deliver(List.of()));
    there = " ";
    assertEquals(new Delivery.Down("the secret is none"), sink.deliver(List.of()));
    assertFalse(sink.limits().events() == 10);
  }

  @Test
  void a_secret_that_is_refused_is_read_again_and_the_siem_opened_anew() {
    there = "old";
    assertEquals(new Delivery.Down("status 401"), sink.deliver(List.of()));
    assertEquals(new Delivery.Down("status 401"), sink.deliver(List.of()));
    there = "new";
    assertEquals(new Delivery.Delivered(), sink.deliver(List.of()));
    assertEquals(new Delivery.Delivered(), sink.deliver(List.of()));
    assertEquals(List.of("old", "new"), opened);
    assertEquals(new EventSink.Limits(10, 100), sink.limits());
    assertEquals(7, sink.size(new Outgoing(Stored.stored("{\"event\":\"x\"}"), "")));
  }
}
