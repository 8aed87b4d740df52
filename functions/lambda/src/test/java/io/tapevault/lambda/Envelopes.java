package io.tapevault.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.tapevault.event.EventKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What AWS sends and takes back, in the words of AWS's own classes, so that ours cannot drift.
final class Envelopes {

  private Envelopes() {}

  /// `Records` of a stream with an INSERT for every key, numbered from 100.
  static DynamodbEvent inserts(List<EventKey> keys) {
    List<DynamodbStreamRecord> records = new ArrayList<>();
    for (EventKey key : keys) {
      records.add(record("INSERT", key, Integer.toString(100 + records.size())));
    }
    return stream(records);
  }

  static DynamodbEvent stream(List<DynamodbStreamRecord> records) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    return event;
  }

  static DynamodbStreamRecord record(String name, EventKey key, String sequenceNumber) {
    Map<String, AttributeValue> keys =
        Map.of(
            "SessionID",
            new AttributeValue(key.session()),
            "EventIndex",
            new AttributeValue().withN(Long.toString(key.index())));
    StreamRecord change =
        new StreamRecord()
            .withKeys(keys)
            .withNewImage(
                Map.of(
                    "SessionID",
                    new AttributeValue(key.session()),
                    "EventType",
                    new AttributeValue("x")))
            .withSequenceNumber(sequenceNumber)
            .withStreamViewType(StreamViewType.NEW_IMAGE);
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventName(name);
    record.setEventID("id");
    record.setDynamodb(change);
    return record;
  }

  static SQSEvent queue(List<SQSMessage> messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(messages);
    return event;
  }

  static SQSMessage message(String id, String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId(id);
    message.setReceiptHandle("handle of " + id);
    message.setBody(body);
    message.setAttributes(Map.of("MessageGroupId", "3", "ApproximateReceiveCount", "1"));
    return message;
  }

  static InputStream json(DynamodbEvent event) {
    return json(DynamodbEvent.class, event);
  }

  static InputStream json(SQSEvent event) {
    return json(SQSEvent.class, event);
  }

  private static <T> InputStream json(Class<T> type, T event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LambdaEventSerializers.serializerFor(type, Envelopes.class.getClassLoader()).toJson(event, out);
    return new ByteArrayInputStream(out.toByteArray());
  }

  static InputStream sample(String name) {
    try {
      return Files.newInputStream(
          Path.of(System.getProperty("tapevault.root"), "events-samples/envelopes", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The sequence numbers that a stream has to bring again.
  static List<String> streamFailures(ByteArrayOutputStream answer) {
    return answer(StreamsEventResponse.class, answer).getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  /// The messages that a queue has to bring again.
  static List<String> queueFailures(ByteArrayOutputStream answer) {
    return answer(SQSBatchResponse.class, answer).getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static <T> T answer(Class<T> type, ByteArrayOutputStream answer) {
    return LambdaEventSerializers.serializerFor(type, Envelopes.class.getClassLoader())
        .fromJson(new ByteArrayInputStream(answer.toByteArray()));
  }
}
