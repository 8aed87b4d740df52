package io.tapevault.aws.sqs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Redelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Messages of an SQS queue come again by their visibility timeout.
public final class SqsRedelivery implements Redelivery {

  // SQS: ChangeMessageVisibilityBatch takes 10.
  private static final int MAX_ENTRIES = 10;
  private static final String ACTION = "ChangeMessageVisibilityBatch";

  private final QueueCalls sqs;

  SqsRedelivery(QueueCalls sqs) {
    this.sqs = sqs;
  }

  @Override
  public void after(Duration pause, List<String> receipts) {
    for (int from = 0; from < receipts.size(); from += MAX_ENTRIES) {
      change(pause, receipts.subList(from, Math.min(receipts.size(), from + MAX_ENTRIES)));
    }
  }

  private void change(Duration pause, List<String> receipts) {
    List<Change> changes = new ArrayList<>();
    for (String receipt : receipts) {
      changes.add(new Change(Integer.toString(changes.size()), receipt, (int) pause.toSeconds()));
    }
    int left = changes.size() - sqs.batch(ACTION, changes).size();
    if (left > 0) {
      throw new Unavailable(
          "sqs:ChangeMessageVisibility: not for " + left + " of " + changes.size() + " messages");
    }
  }

  private record Change(String id, String receipt, int seconds) implements QueueCalls.Entry {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
      json.writeStringField("Id", id);
      json.writeStringField("ReceiptHandle", receipt);
      json.writeNumberField("VisibilityTimeout", seconds);
    }
  }
}
