package io.tapevault.aws.sqs;

import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Redelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;

/// Messages of an SQS queue come again by their visibility timeout.
public final class SqsRedelivery implements Redelivery {

  // SQS: ChangeMessageVisibilityBatch takes 10.
  private static final int MAX_ENTRIES = 10;
  private static final String ACTION = "sqs:ChangeMessageVisibility";

  private final SqsClient sqs;
  private final String url;

  public SqsRedelivery(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  @Override
  public void after(Duration pause, List<String> receipts) {
    for (int from = 0; from < receipts.size(); from += MAX_ENTRIES) {
      change(pause, receipts.subList(from, Math.min(receipts.size(), from + MAX_ENTRIES)));
    }
  }

  private void change(Duration pause, List<String> receipts) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (String receipt : receipts) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(receipt)
              .visibilityTimeout((int) pause.toSeconds())
              .build());
    }
    ChangeMessageVisibilityBatchResponse answer;
    try {
      answer = sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries));
    } catch (SdkException e) {
      throw SqsFaults.translated(ACTION, SqsQueues.name(url), e);
    }
    if (!answer.failed().isEmpty()) {
      throw new Unavailable(
          ACTION + ": not for " + answer.failed().size() + " of " + entries.size() + " messages");
    }
  }
}
