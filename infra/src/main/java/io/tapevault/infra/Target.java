package io.tapevault.infra;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.archive.ArchiveAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// What a SIEM that is a resource of AWS is named by, and what its function may do with it: send,
/// to that one alone.
final class Target {

  // Of one topic: no `*` that would name more.
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

  private Target() {}

  /// What is wrong with the address for a deployment. It says nothing of the address.
  static Optional<String> fault(SinkSpec siem) {
    if (siem.type() == SinkType.S3) {
      return bucket(siem).isPresent()
          ? Optional.empty()
          : Optional.of("it is not s3://<bucket>/<prefix>?region=<region>");
    }
    if (siem.type() == SinkType.SNS) {
      return TOPIC.matcher(siem.address()).matches()
          ? Optional.empty()
          : Optional.of("it is not the ARN of a topic");
    }
    return siem.address().startsWith("https://")
        ? Optional.empty()
        : Optional.of("it is not an https URL");
  }

  static List<PolicyStatement> allow(SinkSpec siem, String partition) {
    if (siem.type() == SinkType.SNS) {
      // Of a batch of messages too.
      return List.of(
          Access.statement("PublishEvents", List.of("sns:Publish"), List.of(siem.address())));
    }
    return bucket(siem).stream()
        .map(bucket ->
            Access.statement(
                "ArchiveEvents",
                List.of("s3:PutObject"),
                List.of(
                    "arn:%s:s3:::%s/%sdt=*".formatted(partition, bucket.name(), bucket.prefix()))))
        .toList();
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
