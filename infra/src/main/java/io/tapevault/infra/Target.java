package io.tapevault.infra;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.archive.ArchiveAddress;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// What a SIEM that is a resource of AWS is named by, and what its function may do with it: send,
/// to that one alone.
final class Target {

  private Target() {}

  /// What is wrong with the address for a deployment. It says nothing of the address.
  static Optional<String> fault(SinkSpec siem) {
    String address = siem.address();
    return switch (siem.type()) {
      case FILE, STDOUT -> Optional.of("it is not for a deployment, but for one machine");
      case S3 -> unless(bucket(siem).isPresent(), "s3://<bucket>/<prefix>?region=<region>");
      case EVENTBRIDGE -> unless(isArn(address, "events", "event-bus/"), "the ARN of an event bus");
      case FIREHOSE ->
          unless(isArn(address, "firehose", "deliverystream/"), "the ARN of a delivery stream");
      case SNS -> unless(isArn(address, "sns", ""), "the ARN of a topic");
      case SQS -> unless(isArn(address, "sqs", ""), "the ARN of a queue");
      case SYSLOG -> unless(address.startsWith("tls://"), "a tls URL");
      case WEBHOOK,
          DATADOG,
          ELASTICSEARCH,
          LOKI,
          NEW_RELIC,
          OPENSEARCH,
          OTLP,
          SECOPS,
          SENTINEL,
          SPLUNK_HEC,
          SUMO_LOGIC ->
          unless(address.startsWith("https://"), "an https URL");
    };
  }

  private static Optional<String> unless(boolean right, String form) {
    return right ? Optional.empty() : Optional.of("it is not " + form);
  }

  /// Of one resource: no `*` that would name more.
  private static boolean isArn(String address, String service, String kind) {
    return address.matches(
        "arn:aws[a-z-]*:" + service + ":[a-z0-9-]+:[0-9]{12}:" + kind + "[A-Za-z0-9_.-]{1,256}");
  }

  static List<PolicyStatement> allow(SinkSpec siem, String partition) {
    String arn = siem.address();
    return switch (siem.type()) {
      case EVENTBRIDGE -> List.of(one("PutEvents", "events:PutEvents", arn));
      case FIREHOSE -> List.of(one("PutRecords", "firehose:PutRecordBatch", arn));
      // Of a batch of messages too.
      case SNS -> List.of(one("PublishEvents", "sns:Publish", arn));
      case SQS -> List.of(one("SendEvents", "sqs:SendMessage", arn));
      case S3 ->
          bucket(siem).stream()
              .map(bucket ->
                  one(
                      "ArchiveEvents",
                      "s3:PutObject",
                      "arn:%s:s3:::%s/%sdt=*".formatted(partition, bucket.name(), bucket.prefix())))
              .toList();
      case WEBHOOK,
          DATADOG,
          ELASTICSEARCH,
          FILE,
          LOKI,
          NEW_RELIC,
          OPENSEARCH,
          OTLP,
          SECOPS,
          SENTINEL,
          SPLUNK_HEC,
          STDOUT,
          SUMO_LOGIC,
          SYSLOG ->
          List.of();
    };
  }

  private static PolicyStatement one(String sid, String action, String resource) {
    return Access.statement(sid, List.of(action), List.of(resource));
  }

  // The cause would repeat the address.
  @SuppressWarnings("UnusedException")
  private static Optional<ArchiveAddress.Bucket> bucket(SinkSpec siem) {
    if (siem.type() != SinkType.S3) {
      return Optional.empty();
    }
    try {
      return ArchiveAddress.parse(siem.address()) instanceof ArchiveAddress.Bucket bucket
          ? Optional.of(bucket)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
