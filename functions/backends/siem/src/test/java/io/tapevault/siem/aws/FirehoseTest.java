package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.Limits;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirehoseTest extends AwsSinkTest {

  private static final String ARN = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/soc";

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(SinkType.FIREHOSE, ARN, address, patience);
  }

  @Override
  protected Answer taking() {
    return each("{\"FailedPutCount\":0,\"RequestResponses\":[", "{\"RecordId\":\"#\"}", "]}");
  }

  @Override
  Limits service() {
    return new Limits(500, 4 << 20);
  }

  @Override
  String tooLong() {
    return "{\"__type\":\"ValidationException\",\"message\":\"Member must have length less than or equal to 1024000\"}";
  }

  /// What is of Firehose alone.
  @Nested
  class OfFirehose {

    @Test
    void an_event_is_a_line_of_a_record_and_the_call_is_signed() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        open(siem.uri(), LONG).deliver(five().subList(0, 1));
        Request request = siem.requests().getFirst();
        assertEquals(
            "{\"DeliveryStreamName\":\"soc\",\"Records\":[{\"Data\":\""
                + Base64.getEncoder()
                    .encodeToString("{\"event\":\"x\",\"uid\":\"e0\"}\n".getBytes(UTF_8))
                + "\"}]}",
            request.body());
        assertEquals("Firehose_20150804.PutRecordBatch", request.header("x-amz-target"));
        String signature = String.valueOf(request.header("authorization"));
        assertTrue(
            signature.matches(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-west-1/firehose/aws4_request,"
                    + " SignedHeaders=[a-z0-9;-]*x-amz-target, Signature=[0-9a-f]{64}"),
            signature);
      }
    }

    @Test
    void aws_half_of_the_batch() throws IOException {
      String half =
          "{\"FailedPutCount\":2,\"RequestResponses\":[{\"RecordId\":\"a\"},"
              + "{\"ErrorCode\":\"ServiceUnavailableException\",\"ErrorMessage\":\"Slow down.\"},"
              + "{\"RecordId\":\"b\"},{\"ErrorCode\":\"ServiceUnavailableException\",\"ErrorMessage\":\"Slow down.\"},"
              + "{\"RecordId\":\"c\"}]}";
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, half))) {
        EventSink sink = open(siem.uri(), LONG);
        Delivery.TryAgain trouble = assertInstanceOf(Delivery.TryAgain.class, sink.deliver(five()));
        assertEquals(
            "of 5 events 2 have to wait: ServiceUnavailableException Slow down.", trouble.why());
        siem.answer(taking());
        assertEquals(new Delivery.Delivered(), sink.deliver(five()));
        assertEquals(List.of("e1", "e3"), keys(siem.requests().getLast()));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServiceUnavailableException", "com.amazon#ThrottlingException"})
    void a_call_that_has_to_wait_is_tried_again(String type) throws IOException {
      assertInstanceOf(Delivery.TryAgain.class, failed(type));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"ResourceNotFoundException", "AccessDeniedException", "SomethingOfNextYear"})
    void a_call_that_a_person_has_to_put_right_is_down(String type) throws IOException {
      assertInstanceOf(Delivery.Down.class, failed(type));
    }

    @Test
    void a_call_whose_events_are_wrong_is_refused() throws IOException {
      assertEquals(
          5,
          assertInstanceOf(Delivery.Refused.class, failed("ValidationException")).events().size());
    }

    private Delivery failed(String type) throws IOException {
      try (FaultySiem siem =
          FaultySiem.start(Answer.saying(400, "{\"__type\":\"" + type + "\",\"x\":1}"))) {
        return open(siem.uri(), LONG).deliver(five());
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"RequestResponses\":[{\"RecordId\":\"a\"}]}",
          "{\"RequestResponses\":7}",
          "{}",
          "<html>"
        })
    void a_success_that_does_not_speak_of_every_event_is_tried_again(String answer)
        throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, answer))) {
        assertInstanceOf(Delivery.TryAgain.class, open(siem.uri(), LONG).deliver(five()));
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://firehose.eu-west-1.amazonaws.com/",
          "arn:aws:sqs:eu-west-1:123456789012:soc",
          "arn:aws:firehose:eu-west-1:123456789012:soc",
          "arn:aws:firehose:evil.example.com/:123456789012:deliverystream/soc"
        })
    void what_is_no_delivery_stream_is_refused_at_once(String arn) {
      SinkSpec spec = new SinkSpec("soc", SinkType.FIREHOSE, Map.of(SinkSpec.ADDRESS, arn), null);
      assertThrows(IllegalArgumentException.class, () -> AwsSink.check(spec));
    }

    @Test
    void the_endpoint_is_that_of_the_arn() {
      assertEquals(
          URI.create("https://firehose.cn-north-1.amazonaws.com.cn/"),
          Arn.parse(
                  "arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/soc",
                  "firehose",
                  "deliverystream/")
              .endpoint("firehose"));
    }
  }
}
