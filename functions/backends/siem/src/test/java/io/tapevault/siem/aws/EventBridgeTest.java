package io.tapevault.siem.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.Limits;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkType;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventBridgeTest extends AwsSinkTest {

  private static final String ARN = "arn:aws:events:eu-west-1:123456789012:event-bus/soc";

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(SinkType.EVENTBRIDGE, ARN, address, patience);
  }

  @Override
  protected Answer taking() {
    return each("{\"FailedEntryCount\":0,\"Entries\":[", "{\"EventId\":\"#\"}", "]}");
  }

  @Override
  Limits service() {
    return new Limits(10, 1 << 20);
  }

  @Override
  String tooLong() {
    return "{\"__type\":\"ValidationException\",\"message\":\"Total size of the entries in the request is over the limit\"}";
  }

  /// What is of EventBridge alone.
  @Nested
  class OfEventBridge {

    @Test
    void an_event_is_the_detail_of_an_entry() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Outgoing json = five().getFirst();
        open(siem.uri(), LONG)
            .deliver(List.of(json, new Outgoing(five().get(1).stored(), "CEF:0|\"uid\":\"e1\"")));
        String before =
            "{\"EventBusName\":\""
                + ARN
                + "\",\"Source\":\"tapevault\",\"DetailType\":\"x\",\"Detail\":";
        assertEquals(
            "{\"Entries\":["
                + before
                + "\"{\\\"event\\\":\\\"x\\\",\\\"uid\\\":\\\"e0\\\"}\",\"Time\":1772366400},"
                + before
                + "\"{\\\"text\\\":\\\"CEF:0|\\\\\\\"uid\\\\\\\":\\\\\\\"e1\\\\\\\"\\\"}\",\"Time\":1772366400}]}",
            siem.requests().getFirst().body());
        assertEquals("AWSEvents.PutEvents", siem.requests().getFirst().header("x-amz-target"));
      }
    }

    @Test
    void aws_half_of_the_batch() throws IOException {
      String half =
          "{\"FailedEntryCount\":2,\"Entries\":[{\"EventId\":\"a\"},"
              + "{\"ErrorCode\":\"ThrottlingException\",\"ErrorMessage\":\"rate\"},{\"EventId\":\"b\"},"
              + "{\"ErrorCode\":\"InvalidArgumentException\",\"ErrorMessage\":\"too large\"},{\"EventId\":\"c\"}]}";
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, half))) {
        EventSink sink = open(siem.uri(), LONG);
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(five()));
        siem.answer(taking());
        assertEquals(
            new Delivery.Refused(
                List.of(new RefusedEvent(3, "InvalidArgumentException too large"))),
            sink.deliver(five()));
        assertEquals(List.of("e1"), keys(siem.requests().getLast()));
      }
    }
  }
}
