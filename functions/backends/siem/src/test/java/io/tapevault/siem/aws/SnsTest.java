package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.net.URLDecoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnsTest extends AwsSinkTest {

  private static final String ARN = "arn:aws:sns:eu-west-1:123456789012:soc";
  private static final String TAKEN = "<member><MessageId>m</MessageId><Id>#</Id></member>";

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(SinkType.SNS, ARN, address, patience);
  }

  private static Map<String, String> form(Request request) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : request.body().split("&", -1)) {
      String[] parts = field.split("=", 2);
      assertEquals(null, form.put(parts[0], URLDecoder.decode(parts[1], UTF_8)), parts[0]);
    }
    return form;
  }

  @Override
  protected List<String> uids(Request request) {
    return form(request).entrySet().stream()
        .filter(field -> field.getKey().endsWith(".entry.2.Value.StringValue"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String answer(String successful, String failed) {
    return """
    <?xml version="1.0"?>
    <PublishBatchResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/">
      <PublishBatchResult>
        <Failed>%s</Failed>
        <Successful>%s</Successful>
      </PublishBatchResult>
      <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
    </PublishBatchResponse>
    """
        .formatted(failed, successful);
  }

  @Override
  protected Answer taking() {
    return (request, connection) ->
        Answer.saying(
                200,
                answer(
                    IntStream.range(0, uids(request).size())
                        .mapToObj(i -> TAKEN.replace("#", "" + i))
                        .collect(Collectors.joining()),
                    ""))
            .to(request, connection);
  }

  @Override
  Limits service() {
    return new Limits(10, 256 << 10);
  }

  @Override
  String tooLong() {
    return "<ErrorResponse><Error><Code>InvalidParameter</Code><Message>Message too long</Message></Error></ErrorResponse>";
  }

  /// What is of SNS alone.
  @Nested
  class OfSns {

    @Test
    void an_event_is_a_message_whose_type_a_subscription_can_filter_by() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        open(siem.uri(), LONG).deliver(five().subList(0, 1));
        Request request = siem.requests().getFirst();
        String entry = "PublishBatchRequestEntries.member.1.";
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("Action", "PublishBatch");
        expected.put("Version", "2010-03-31");
        expected.put("TopicArn", ARN);
        expected.put(entry + "Id", "0");
        expected.put(entry + "Message", "{\"event\":\"x\",\"uid\":\"e0\"}");
        expected.put(entry + "MessageAttributes.entry.1.Name", "event");
        expected.put(entry + "MessageAttributes.entry.1.Value.DataType", "String");
        expected.put(entry + "MessageAttributes.entry.1.Value.StringValue", "x");
        expected.put(entry + "MessageAttributes.entry.2.Name", "uid");
        expected.put(entry + "MessageAttributes.entry.2.Value.DataType", "String");
        expected.put(entry + "MessageAttributes.entry.2.Value.StringValue", "e0");
        assertEquals(expected, form(request));
        assertTrue(
            String.valueOf(request.header("authorization"))
                .contains("/20260301/eu-west-1/sns/aws4_request"));
      }
    }

    @Test
    void a_topic_in_order_knows_the_session_and_the_event() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        EventSink fifo = sink(SinkType.SNS, ARN + ".fifo", siem.uri(), LONG);
        fifo.deliver(events(2));
        fifo.deliver(events(2));
        Map<String, String> form = form(siem.requests().getFirst());
        for (int i = 1; i <= 2; i++) {
          for (String id : List.of("MessageGroupId", "MessageDeduplicationId")) {
            String value = form.get("PublishBatchRequestEntries.member." + i + "." + id);
            assertTrue(String.valueOf(value).matches("[0-9a-f]{64}"), id);
          }
        }
        assertEquals(form, form(siem.requests().getLast()));
      }
    }

    @Test
    void aws_half_of_the_batch() throws IOException {
      String half =
          answer(
              TAKEN.replace("#", "4") + TAKEN.replace("#", "0") + TAKEN.replace("#", "2"),
              "<member><Id>3</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>"
                  + "<member><Id>1</Id><Code>InvalidParameter</Code><Message>too &lt; long</Message>"
                  + "<SenderFault>true</SenderFault></member>");
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, half))) {
        EventSink sink = open(siem.uri(), LONG);
        Delivery.TryAgain trouble = assertInstanceOf(Delivery.TryAgain.class, sink.deliver(five()));
        assertTrue(
            trouble.why().startsWith("of 5 events 1 have to wait: InternalError"), trouble.why());
        siem.answer(taking());
        assertEquals(
            new Delivery.Refused(List.of(new RefusedEvent(1, "InvalidParameter too < long"))),
            sink.deliver(five()));
        assertEquals(List.of("e3"), uids(siem.requests().getLast()));
      }
    }

    @ParameterizedTest
    @CsvSource({
      "400, Throttling, TryAgain",
      "400, Throttled, TryAgain",
      "403, ExpiredToken, Down",
      "400, KMSThrottling, TryAgain",
      "400, InvalidParameter, Refused",
      "400, BatchRequestTooLong, Refused",
      "403, AuthorizationError, Down",
      "404, NotFound, Down",
      "400, SomethingOfNextYear, Down",
      "500, InternalError, TryAgain"
    })
    void the_code_says_what_a_failed_call_means(int status, String code, String outcome)
        throws IOException {
      String error =
          """
          <ErrorResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/">
            <Error><Type>Sender</Type><Code>%s</Code><Message>in words</Message></Error>
          </ErrorResponse>
          """
              .formatted(code);
      try (FaultySiem siem = FaultySiem.start(Answer.saying(status, error))) {
        Delivery delivery = open(siem.uri(), LONG).deliver(five());
        assertEquals(outcome, delivery.getClass().getSimpleName(), delivery::toString);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "<html>",
          "<html></html>",
          "{}",
          "<PublishBatchResponse/>",
          "<PublishBatchResponse><PublishBatchResult><Successful><member><Id>9</Id></member>"
              + "</Successful></PublishBatchResult></PublishBatchResponse>",
          "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
              + "<PublishBatchResponse><member><Id>&e;</Id></member></PublishBatchResponse>"
        })
    void a_success_that_does_not_speak_of_every_event_is_tried_again(String answer)
        throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, answer))) {
        assertInstanceOf(Delivery.TryAgain.class, open(siem.uri(), LONG).deliver(five()));
      }
    }
  }
}
