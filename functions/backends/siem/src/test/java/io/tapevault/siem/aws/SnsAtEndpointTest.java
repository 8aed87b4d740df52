package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.samples.EventSamples;
import io.tapevault.siem.Engine;
import io.tapevault.siem.Sinks;
import io.tapevault.siem.http.AwsSigner;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// What a queue gets of a topic that we publish to, at an emulator or at AWS itself. The
/// credentials are those of the environment.
@EnabledIfEnvironmentVariable(
    named = "TAPEVAULT_TEST_ENDPOINT",
    matches = ".+",
    disabledReason =
        "not run: TAPEVAULT_TEST_ENDPOINT names no endpoint, such as http://127.0.0.1:4566")
final class SnsAtEndpointTest {

  private static final URI ENDPOINT =
      URI.create(System.getenv().getOrDefault("TAPEVAULT_TEST_ENDPOINT", "") + "/");
  private static final String REGION = System.getenv().getOrDefault("AWS_REGION", "us-east-1");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String name = "tapevault-test-" + UUID.randomUUID();

  private String ask(String service, String body, Map<String, String> headers) throws Exception {
    byte[] bytes = body.getBytes(UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ENDPOINT).POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    AwsSigner.of(REGION, service, InstantSource.system())
        .sign(ENDPOINT, bytes, headers)
        .forEach(request::header);
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private String sns(Map<String, String> fields) throws Exception {
    StringBuilder form = new StringBuilder("Version=2010-03-31");
    fields.forEach((field, value) ->
        form.append('&').append(field).append('=').append(URLEncoder.encode(value, UTF_8)));
    String answer =
        ask("sns", form.toString(), Map.of("content-type", "application/x-www-form-urlencoded"));
    Matcher arn = Pattern.compile("<TopicArn>([^<]+)<").matcher(answer);
    return arn.find() ? arn.group(1) : "";
  }

  private JsonNode sqs(String call, ObjectNode body) throws Exception {
    return JSON.readTree(
        ask(
            "sqs",
            body.toString(),
            Map.of(
                "content-type",
                "application/x-amz-json-1.0",
                "x-amz-target",
                "AmazonSQS." + call)));
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private EventSink sink(String topic) {
    return Sinks.open(
        new SinkSpec(
            "soc",
            SinkType.SNS,
            Map.of(SinkSpec.ADDRESS, topic, AwsSink.ENDPOINT, ENDPOINT.toString()),
            null),
        InstantSource.system());
  }

  private static List<Outgoing> samples() {
    return EventSamples.accepted().stream()
        .map(sample -> Engine.outgoing(new String(EventSamples.bytes(sample), UTF_8)))
        .toList();
  }

  private void deliver(EventSink sink, List<Outgoing> events) {
    for (int i = 0; i < events.size(); i += 10) {
      assertEquals(
          new Delivery.Delivered(),
          sink.deliver(events.subList(i, Math.min(events.size(), i + 10))));
    }
  }

  /// What the queue holds: the text of each message, by its `uid`.
  private Map<String, String> received(String queue, int atLeast) throws Exception {
    Map<String, String> received = new TreeMap<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 100 && all.size() < atLeast; i++) {
      ObjectNode receive = object().put("QueueUrl", queue).put("MaxNumberOfMessages", 10);
      receive.putArray("MessageAttributeNames").add("All");
      for (JsonNode message : sqs("ReceiveMessage", receive).path("Messages")) {
        String uid = message.at("/MessageAttributes/uid/StringValue").asText();
        all.add(uid);
        received.put(uid, message.path("Body").asText());
        sqs(
            "DeleteMessage",
            object()
                .put("QueueUrl", queue)
                .put("ReceiptHandle", message.path("ReceiptHandle").asText()));
      }
    }
    assertEquals(received.size(), all.size(), "a message came twice");
    return received;
  }

  private String subscribedQueue(String topic, ObjectNode attributes, String suffix)
      throws Exception {
    ObjectNode create = object().put("QueueName", name + suffix);
    create.set("Attributes", attributes);
    String queue = sqs("CreateQueue", create).path("QueueUrl").asText();
    ObjectNode ask = object().put("QueueUrl", queue);
    ask.putArray("AttributeNames").add("QueueArn");
    String arn = sqs("GetQueueAttributes", ask).at("/Attributes/QueueArn").asText();
    sns(
        Map.of(
            "Action", "Subscribe",
            "TopicArn", topic,
            "Protocol", "sqs",
            "Endpoint", arn,
            "Attributes.entry.1.key", "RawMessageDelivery",
            "Attributes.entry.1.value", "true"));
    return queue;
  }

  private static Map<String, String> expected(List<Outgoing> events) {
    Map<String, String> expected = new TreeMap<>();
    events.forEach(event -> expected.put(event.key(), event.text()));
    return expected;
  }

  @Test
  void what_arrives_is_what_was_stored() throws Exception {
    String topic = sns(Map.of("Action", "CreateTopic", "Name", name));
    String queue = subscribedQueue(topic, object(), "");
    deliver(sink(topic), samples());
    assertEquals(expected(samples()), received(queue, samples().size()));
  }

  @Test
  void a_topic_in_order_knows_an_event_again() throws Exception {
    String topic =
        sns(
            Map.of(
                "Action", "CreateTopic",
                "Name", name + ".fifo",
                "Attributes.entry.1.key", "FifoTopic",
                "Attributes.entry.1.value", "true"));
    String queue = subscribedQueue(topic, object().put("FifoQueue", "true"), ".fifo");
    deliver(sink(topic), samples());
    deliver(sink(topic), samples().subList(0, 10));
    assertEquals(expected(samples()), received(queue, samples().size()));
    assertEquals(Map.of(), received(queue, 1));
  }

  @Test
  void a_topic_that_is_missing_is_down_and_an_event_that_is_too_long_is_refused() throws Exception {
    String topic = sns(Map.of("Action", "CreateTopic", "Name", name));
    assertInstanceOf(Delivery.Down.class, sink(topic + "-none").deliver(samples().subList(0, 2)));
    Outgoing large = Engine.outgoing("{\"event\":\"x\",\"text\":\"" + "x".repeat(300_000) + "\"}");
    assertInstanceOf(Delivery.Refused.class, sink(topic).deliver(List.of(large)));
  }
}
