package io.tapevault.packages;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The stream of the table, read as Lambda reads it: real records, in AWS's own event class.
final class TableStream {

  private final DynamoDbStreamsClient client;
  private final String table;
  private int read;

  TableStream(DynamoDbStreamsClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// The records since the last time.
  DynamodbEvent next() {
    List<Record> all = all();
    List<DynamodbStreamRecord> records =
        all.subList(read, all.size()).stream().map(TableStream::record).toList();
    read = all.size();
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    return event;
  }

  private List<Record> all() {
    List<Record> records = new ArrayList<>();
    for (Stream stream : client.listStreams(list -> list.tableName(table)).streams()) {
      var description = client.describeStream(one -> one.streamArn(stream.streamArn()));
      for (var shard : description.streamDescription().shards()) {
        String iterator =
            client
                .getShardIterator(get ->
                    get.streamArn(stream.streamArn())
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        records.addAll(client.getRecords(get -> get.shardIterator(iterator)).records());
      }
    }
    return records;
  }

  private static DynamodbStreamRecord record(Record from) {
    StreamRecord change = new StreamRecord();
    change.setKeys(attributes(from.dynamodb().keys()));
    change.setNewImage(attributes(from.dynamodb().newImage()));
    change.setSequenceNumber(from.dynamodb().sequenceNumber());
    change.setSizeBytes(from.dynamodb().sizeBytes());
    change.setStreamViewType(StreamViewType.NEW_IMAGE);
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventID(from.eventID());
    record.setEventName(from.eventNameAsString());
    record.setEventVersion(from.eventVersion());
    record.setEventSource(from.eventSource());
    record.setAwsRegion(from.awsRegion());
    record.setDynamodb(change);
    return record;
  }

  private static Map<String, AttributeValue> attributes(
      Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> from) {
    return from.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> attribute(one.getValue())));
  }

  private static AttributeValue attribute(
      software.amazon.awssdk.services.dynamodb.model.AttributeValue from) {
    AttributeValue value = new AttributeValue();
    return switch (from.type()) {
      case S -> value.withS(from.s());
      case N -> value.withN(from.n());
      case B -> value.withB(from.b().asByteBuffer());
      case BOOL -> value.withBOOL(from.bool());
      case NUL -> value.withNULL(true);
      case M -> value.withM(attributes(from.m()));
      case L -> value.withL(from.l().stream().map(TableStream::attribute).toList());
      case SS, NS, BS, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalStateException("the table has no " + from.type());
    };
  }
}
