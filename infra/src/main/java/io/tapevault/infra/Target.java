package io.tapevault.infra;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.archive.ArchiveAddress;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// How a deployment reaches a SIEM: what is wrong with its address, which is never repeated, and
/// what its function may do with it: send, to that one alone.
record Target(Optional<String> fault, List<Right> rights) {

  /// To do one thing with one resource, whose ARN lacks its partition where it has `%s`.
  private record Right(String sid, String action, String resource) {}

  static Target of(SinkSpec siem) {
    String address = siem.address();
    return switch (siem.type()) {
      case FILE, STDOUT -> unless(false, "for a deployment, but for one machine");
      case EVENTBRIDGE ->
          unless(isArn(address, "events", "event-bus/"), "the ARN of an event bus")
              .with("PutEvents", "events:PutEvents", address);
      case FIREHOSE ->
          unless(isArn(address, "firehose", "deliverystream/"), "the ARN of a delivery stream")
              .with("PutRecords", "firehose:PutRecordBatch", address);
      // Of a batch of messages too.
      case SNS ->
          unless(isArn(address, "sns", ""), "the ARN of a topic")
              .with("PublishEvents", "sns:Publish", address);
      case SQS ->
          unless(isArn(address, "sqs", ""), "the ARN of a queue")
              .with("SendEvents", "sqs:SendMessage", address);
      case S3 -> archive(siem);
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

  private static Target archive(SinkSpec siem) {
    Optional<ArchiveAddress.Bucket> bucket = bucket(siem.address());
    Target target = unless(bucket.isPresent(), "s3://<bucket>/<prefix>?region=<region>");
    return bucket
        .map(one ->
            target.with(
                "ArchiveEvents",
                "s3:PutObject",
                "arn:%s:s3:::" + one.name() + "/" + one.prefix() + "dt=*"))
        .orElse(target);
  }

  private static Target unless(boolean right, String form) {
    return new Target(right ? Optional.empty() : Optional.of("it is not " + form), List.of());
  }

  private Target with(String sid, String action, String resource) {
    return new Target(fault, List.of(new Right(sid, action, resource)));
  }

  /// Of one resource: no `*` that would name more.
  private static boolean isArn(String address, String service, String kind) {
    return address.matches(
        "arn:aws[a-z-]*:" + service + ":[a-z0-9-]+:[0-9]{12}:" + kind + "[A-Za-z0-9_.-]{1,256}");
  }

  List<PolicyStatement> allow(String partition) {
    return rights.stream()
        .map(right ->
            Access.statement(
                right.sid(),
                List.of(right.action()),
                List.of(right.resource().formatted(partition))))
        .toList();
  }

  // The cause would repeat the address.
  @SuppressWarnings("UnusedException")
  private static Optional<ArchiveAddress.Bucket> bucket(String address) {
    try {
      return ArchiveAddress.parse(address) instanceof ArchiveAddress.Bucket bucket
          ? Optional.of(bucket)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
