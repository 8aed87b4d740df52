package io.tapevault.aws.sqs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.EventKey;
import io.tapevault.event.Sha256;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.QueueMessages;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// An SQS FIFO queue.
///
/// Every session belongs to one of 16 lanes (message groups): SQS keeps the order within a lane and
/// brings the lanes side by side. The same message sent again within five minutes is not brought
/// twice, unless it is sent once more because somebody asks for it.
public final class SqsNoticeQueue implements NoticeQueue {

  private static final int LANES = 16;
  // SQS: SendMessageBatch takes 10 messages of 1 MiB together.
  private static final int MAX_ENTRIES = 10;
  private static final int MAX_BYTES = 1 << 20;
  private static final int TRIES = 3;

  private final QueueCalls sqs;
  private final boolean again;

  SqsNoticeQueue(QueueCalls sqs) {
    this(sqs, false);
  }

  private SqsNoticeQueue(QueueCalls sqs, boolean again) {
    this.sqs = sqs;
    this.again = again;
  }

  /// The same queue, for what is sent once more: it is brought again, whenever it was sent before,
  /// and says so.
  public SqsNoticeQueue onceMore() {
    return new SqsNoticeQueue(sqs, true);
  }

  @Override
  public String name() {
    return SqsQueues.name(sqs.url());
  }

  /// When it was made, to the second. Throws as `send` does.
  public Instant made() {
    return sqs.made();
  }

  @Override
  public void send(List<EventKey> keys) {
    List<Lane> lanes = lanes(keys);
    String its = again ? UUID.randomUUID().toString() : "";
    int longest = lanes.stream().mapToInt(lane -> lane.bodies().size()).max().orElse(0);
    // One message of each lane at a time, because SQS takes or refuses each message of a batch by
    // itself.
    for (int i = 0; i < longest; i++) {
      int place = i;
      sendSideBySide(
          lanes.stream()
              .filter(lane -> place < lane.bodies().size())
              .map(lane -> lane.entry(place, its))
              .toList());
    }
  }

  private List<Lane> lanes(List<EventKey> keys) {
    Map<String, List<EventKey>> lanes =
        keys.stream()
            .collect(
                Collectors.groupingBy(
                    key -> lane(key.session()), TreeMap::new, Collectors.toList()));
    return lanes.entrySet().stream()
        .map(lane -> new Lane(lane.getKey(), bodies(lane.getValue())))
        .toList();
  }

  private List<String> bodies(List<EventKey> keys) {
    return again ? QueueMessages.writeAgain(keys) : QueueMessages.write(keys);
  }

  /// The same on every machine: the hash of a text is part of the Java platform's specification.
  private static String lane(String session) {
    return Integer.toString(Math.floorMod(session.hashCode(), LANES));
  }

  private void sendSideBySide(List<Message> entries) {
    List<Message> batch = new ArrayList<>();
    int bytes = 0;
    for (Message entry : entries) {
      // A body is ASCII.
      int length = entry.body().length();
      if (batch.size() == MAX_ENTRIES || bytes + length > MAX_BYTES) {
        sendBatch(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(entry);
      bytes += length;
    }
    sendBatch(batch);
  }

  private void sendBatch(List<Message> batch) {
    List<Message> left = batch;
    for (int attempt = 0; attempt < TRIES && !left.isEmpty(); attempt++) {
      Set<String> taken = sqs.batch("SendMessageBatch", left);
      left = left.stream().filter(entry -> !taken.contains(entry.lane())).toList();
    }
    if (!left.isEmpty()) {
      throw new Unavailable(
          "SQS took all but "
              + left.size()
              + " of "
              + batch.size()
              + " messages in "
              + TRIES
              + " tries");
    }
  }

  /// Messages that have to stay in this order.
  private record Lane(String name, List<String> bodies) {

    Message entry(int place, String sending) {
      String body = bodies.get(place);
      return new Message(name, Sha256.ofText(sending + body), body);
    }
  }

  /// SQS brings the messages with one digest once.
  private record Message(String lane, String digest, String body) implements QueueCalls.Entry {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("Id", lane);
      json.writeStringField("MessageBody", body);
      json.writeStringField("MessageDeduplicationId", digest);
      json.writeStringField("MessageGroupId", lane);
    }
  }
}
