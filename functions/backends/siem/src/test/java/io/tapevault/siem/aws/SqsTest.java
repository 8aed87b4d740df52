package io.tapevault.siem.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.Limits;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.forwarding.SinkType;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SqsTest extends AwsSinkTest {

  private static final String ARN = "arn:aws:sqs:eu-west-1:123456789012:soc";
  private static final Pattern UID = Pattern.compile("\"StringValue\":\"([^\"]+)\"");

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(SinkType.SQS, ARN, address, patience);
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body()).results().map(one -> one.group(1)).toList();
  }

  @Override
  protected Answer taking() {
    return each("{\"Successful\":[", "{\"Id\":\"#\",\"MessageId\":\"m\"}", "]}");
  }

  @Override
  Limits service() {
    return new Limits(10, 1 << 20);
  }

  @Override
  String tooLong() {
    return "{\"__type\":\"com.amazonaws.sqs#BatchRequestTooLong\",\"message\":\"Batch requests cannot be longer\"}";
  }

  /// What is of SQS alone.
  @Nested
  class OfSqs {

    @Test
    void an_event_is_a_message() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        open(siem.uri(), LONG).deliver(five().subList(0, 1));
        Request request = siem.requests().getFirst();
        assertEquals(
            "{\"QueueUrl\":\"https://sqs.eu-west-1.amazonaws.com/123456789012/soc\",\"Entries\":["
                + "{\"Id\":\"0\",\"MessageBody\":\"{\\\"event\\\":\\\"x\\\",\\\"uid\\\":\\\"e0\\\"}\","
                + "\"MessageAttributes\":{\"uid\":{\"DataType\":\"String\",\"StringValue\":\"e0\"}}}]}",
            request.body());
        assertEquals("AmazonSQS.SendMessageBatch", request.header("x-amz-target"));
        assertEquals("application/x-amz-json-1.0", request.header("content-type"));
      }
    }

    @Test
    void a_queue_in_order_knows_the_session_and_the_event() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        EventSink fifo = sink(SinkType.SQS, ARN + ".fifo", siem.uri(), LONG);
        fifo.deliver(events(2));
        fifo.deliver(events(2));
        String body = siem.requests().getFirst().body();
        assertEquals(
            2,
            Pattern.compile(
                    "\"MessageGroupId\":\"[0-9a-f]{64}\",\"MessageDeduplicationId\":\"[0-9a-f]{64}\"")
                .matcher(body)
                .results()
                .count());
        assertEquals(body, siem.requests().getLast().body());
      }
    }

    @Test
    void aws_half_of_the_batch() throws IOException {
      String half =
          "{\"Successful\":[{\"Id\":\"4\"},{\"Id\":\"0\"},{\"Id\":\"2\"}],\"Failed\":["
              + "{\"Id\":\"3\",\"SenderFault\":false,\"Code\":\"InternalError\"},"
              + "{\"Id\":\"1\",\"SenderFault\":true,\"Code\":\"InvalidMessageContents\",\"Message\":\"bad\"}]}";
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, half))) {
        EventSink sink = open(siem.uri(), LONG);
        Delivery.TryAgain trouble = assertInstanceOf(Delivery.TryAgain.class, sink.deliver(five()));
        assertTrue(
            trouble.why().startsWith("of 5 events 1 have to wait: InternalError"), trouble.why());
        siem.answer(taking());
        assertEquals(
            new Delivery.Refused(List.of(new RefusedEvent(1, "InvalidMessageContents bad"))),
            sink.deliver(five()));
        assertEquals(List.of("e3"), uids(siem.requests().getLast()));
      }
    }

    @Test
    void an_entry_that_was_not_sent_or_is_not_spoken_of_is_tried_again() throws IOException {
      for (String answer :
          List.of(
              "{\"Successful\":[{\"Id\":\"9\"}]}",
              "{\"Successful\":[{\"Id\":\"0\"},{\"Id\":\"1\"},{\"Id\":\"2\"},{\"Id\":\"3\"}]}")) {
        try (FaultySiem siem = FaultySiem.start(Answer.saying(200, answer))) {
          assertInstanceOf(Delivery.TryAgain.class, open(siem.uri(), LONG).deliver(five()));
        }
      }
    }
  }
}
