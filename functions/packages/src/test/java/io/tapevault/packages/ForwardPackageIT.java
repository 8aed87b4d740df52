package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.aws.sqs.SqsLocal;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.function.forward.DeliverFunction;
import io.tapevault.function.forward.ForwardFunction;
import io.tapevault.json.EventJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// The zip that forwards: from the table's real stream over two queues to a SIEM.
@OnLinux
final class ForwardPackageIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Aws aws;
  private static SqsLocal sqs;
  private static Webhook siem;
  private static DynamoDbStreamsClient streams;
  private static TableStream stream;
  private static List<String> queues;
  private static FunctionProcess forward;
  private static FunctionProcess deliver;

  private static Map<String, String> forwarding() {
    return Map.of(
        "TAPEVAULT_QUEUE_URLS",
        String.join(",", queues),
        "TAPEVAULT_UNSENT_URI",
        "s3://failures/notices");
  }

  private static Map<String, String> delivering() {
    return Map.of(
        "TAPEVAULT_SINK",
        SinkSpec.webhook("soc", siem.address(), Webhook.secret()).json(),
        "TAPEVAULT_QUEUE_URL",
        queues.getFirst());
  }

  @BeforeAll
  static void start() throws Exception {
    aws = Aws.start();
    sqs = SqsLocal.start();
    siem = Webhook.start();
    streams = aws.streams();
    stream = new TableStream(streams, Aws.TABLE);
    queues = List.of(sqs.createQueue("soc"), sqs.createQueue("archive"));
    forward = aws.function(ForwardFunction.class, forwarding());
    deliver = aws.function(DeliverFunction.class, delivering());
  }

  @AfterAll
  static void stop() throws IOException {
    streams.close();
    siem.close();
    sqs.close();
    aws.close();
  }

  @Test
  void every_queue_gets_notice_of_what_is_stored_and_none_of_what_is_parked() {
    List<AuditEvent> events = events("1d0a7c55-7e2b-4c0e-9f36-b8a4d1e50c72", 3);
    List<Received> received = new ArrayList<>(events);
    received.add(1, EventJson.read("{\"no\":\"event\"}".getBytes(UTF_8), Instant.EPOCH));
    List<EventKey> keys = events.stream().map(AuditEvent::key).toList();
    // What other tests left: receipts of what they delivered.
    stream.next();
    store(received);
    DynamodbEvent changes = stream.next();
    assertEquals(4, changes.getRecords().size());
    assertEquals(List.of(), forwarded(Envelopes.json(DynamodbEvent.class, changes)));
    for (String queue : queues) {
      assertEquals(keys, sqs.drainKeys(queue), queue);
    }
  }

  @Test
  void the_sample_of_a_stream_gives_notice_of_its_two_events() throws Exception {
    String sid = "8c1f6f0e-52a4-4d0b-9f0b-6f1a3a0c7d21";
    assertEquals(List.of(), forwarded(Samples.envelope("dynamodb-stream.json")));
    List<EventKey> keys = List.of(new EventKey(sid, 0), new EventKey(sid, 4503599627370497L));
    for (String queue : queues) {
      assertEquals(keys, sqs.drainKeys(queue), queue);
    }
  }

  @Test
  void the_siem_gets_the_events_themselves_signed() throws Exception {
    List<AuditEvent> events = events("2e1b8d66-8f3c-4d1f-8a47-c9b5e2f61d83", 20);
    SQSEvent notices = notices(events);
    assertEquals(List.of(), delivered(notices));
    List<String> hashes = new ArrayList<>();
    for (String body : siem.taken()) {
      for (JsonNode event : JSON.readTree(body)) {
        hashes.add(event(event.toString()).hash());
      }
    }
    assertEquals(events.stream().map(AuditEvent::hash).toList(), hashes);
  }

  @Test
  void a_first_envelope_goes_the_way_that_was_rehearsed_and_the_rehearsal_told_nobody()
      throws Exception {
    byte[] stream = Samples.envelope("dynamodb-stream.json");
    try (FunctionProcess one = started(ForwardFunction.class, forwarding());
        FunctionProcess other = started(DeliverFunction.class, delivering())) {
      one.awaitReady();
      other.awaitReady();
      assertEquals(List.of(), siem.taken(), "a rehearsal told the SIEM something");
      assertEquals(List.of(), sqs.drain(queues.getFirst()), "a rehearsal told a queue something");
      List<AuditEvent> events = events("4a3d0f88-0b5e-4f3b-8c69-ebd7a4b83fa5", 3);
      byte[] notices = Envelopes.json(SQSEvent.class, notices(events));
      System.out.println(
          "after its begin: forward "
              + one.timed(stream)
              + ", then "
              + one.timed(stream)
              + "; deliver "
              + other.timed(notices)
              + ", then "
              + other.timed(notices));
      assertEquals(2, siem.taken().size());
      queues.forEach(queue -> sqs.drain(queue));
    }
  }

  private static FunctionProcess started(
      Class<? extends RequestStreamHandler> handler, Map<String, String> more) throws IOException {
    Map<String, String> variables = new HashMap<>(aws.variables());
    variables.putAll(more);
    return FunctionProcess.start(handler, variables);
  }

  @Test
  void while_the_siem_is_down_every_message_is_brought_again() {
    List<AuditEvent> events = events("3f2c9e77-9a4d-4e2a-9b58-dac6f3a72e94", 2);
    SQSEvent notices = notices(events);
    siem.isDown(true);
    try {
      assertEquals(
          notices.getRecords().stream().map(SQSMessage::getMessageId).toList(), delivered(notices));
      assertEquals(List.of(), siem.taken());
    } finally {
      siem.isDown(false);
    }
    assertEquals(List.of(), delivered(notices));
    assertEquals(1, siem.taken().size());
  }

  /// Stores events, forwards them, and takes the messages out of the first queue.
  private static SQSEvent notices(List<AuditEvent> events) {
    store(List.copyOf(events));
    assertEquals(List.of(), forwarded(Envelopes.json(DynamodbEvent.class, stream.next())));
    List<Message> messages = sqs.drain(queues.getFirst());
    List<Message> others = sqs.drain(queues.getLast());
    assertEquals(
        others.stream().map(Message::body).toList(), messages.stream().map(Message::body).toList());
    assertEquals(
        events.stream().map(AuditEvent::key).toList(),
        messages.stream().flatMap(one -> QueueMessages.read(one.body()).stream()).toList());
    SQSEvent event = new SQSEvent();
    event.setRecords(messages.stream().map(ForwardPackageIT::message).toList());
    return event;
  }

  private static SQSMessage message(Message received) {
    SQSMessage message = new SQSMessage();
    message.setMessageId(received.messageId());
    message.setReceiptHandle(received.receiptHandle());
    message.setBody(received.body());
    message.setMd5OfBody(received.md5OfBody());
    message.setAttributes(Map.of("ApproximateReceiveCount", "1"));
    message.setEventSource("aws:sqs");
    message.setEventSourceArn("arn:aws:sqs:us-east-1:210987654321:soc.fifo");
    message.setAwsRegion("us-east-1");
    return message;
  }

  private static void store(List<Received> received) {
    new Ingest(aws.log(), aws.parking()).accept(received);
  }

  private static List<AuditEvent> events(String sid, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            event(
                "{\"event\":\"session.command\",\"time\":\"2026-11-22T14:00:00Z\",\"sid\":\""
                    + sid
                    + "\",\"ei\":"
                    + i
                    + ",\"path\":\"/größe/\\u0007\",\"n\":1.50}"))
        .toList();
  }

  private static AuditEvent event(String json) {
    return (AuditEvent) EventJson.read(json.getBytes(UTF_8), Instant.EPOCH);
  }

  /// What the stream has to bring again.
  private static List<String> forwarded(byte[] envelope) {
    return Envelopes.read(StreamsEventResponse.class, forward.invoke(envelope))
        .getBatchItemFailures()
        .stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  /// What the queue has to bring again.
  private static List<String> delivered(SQSEvent notices) {
    byte[] answer = deliver.invoke(Envelopes.json(SQSEvent.class, notices));
    return Envelopes.read(SQSBatchResponse.class, answer).getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
