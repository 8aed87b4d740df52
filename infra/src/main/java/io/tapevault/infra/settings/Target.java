package io.tapevault.infra.settings;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.archive.ArchiveAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a deployment reaches a SIEM: what is wrong with its address, which is never repeated, and
/// what its function may do with it: send, to that one alone.
public record Target(Optional<String> fault, List<Right> rights) {

  // The address of a domain, as AWS makes it, and of a collection of OpenSearch Serverless.
  private static final Pattern DOMAIN =
      Pattern.compile(
          "https://(?:search|vpc)-([a-z][a-z0-9-]{2,27})-[a-z0-9]{20,30}"
              + "\\.(?:([a-z0-9-]+)\\.es\\.amazonaws\\.com|aos\\.([a-z0-9-]+)\\.on\\.aws)"
              + "(?::443)?/?");
  private static final Pattern COLLECTION =
      Pattern.compile(
          "https://([a-z0-9]{3,40})\\.([a-z0-9-]+)\\.aoss\\.amazonaws\\.com(?::443)?/?");

  private static final String HTTPS = "an https URL, without a user or a fragment in it";

  /// To do one thing with one resource, whose ARN lacks its partition and its account where it has
  /// `%1$s` and `%2$s`.
  public record Right(String sid, String action, String resource) {
    public String resource(String partition, String account) {
      return resource.formatted(partition, account);
    }
  }

  public static Target of(SinkSpec siem) {
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
          OTLP,
          SECOPS,
          SENTINEL,
          SPLUNK_HEC,
          SUMO_LOGIC ->
          unless(isHttps(address), HTTPS);
      case OPENSEARCH -> openSearch(siem);
    };
  }

  /// One of AWS, where requests are signed for it: in this account, because an address does not say
  /// of which one it is. One with a name of its own needs a policy of the domain.
  private static Target openSearch(SinkSpec siem) {
    Target target = unless(isHttps(siem.address()), HTTPS);
    if (!siem.options().containsKey("region")) {
      return target;
    }
    Matcher domain = DOMAIN.matcher(siem.address());
    if (domain.matches()) {
      String region = domain.group(2) == null ? domain.group(3) : domain.group(2);
      String arn = "arn:%1$s:es:" + region + ":%2$s:domain/" + domain.group(1) + "/";
      String index = siem.options().getOrDefault("index", "logs-tapevault-default");
      return index.matches("[a-z0-9._-]{1,200}")
          ? target
              .with("SendDocuments", "es:ESHttpPost", arn + index + "/_bulk")
              .with("FindDocuments", "es:ESHttpPost", arn + index + "/_search")
          : target;
    }
    Matcher collection = COLLECTION.matcher(siem.address());
    return collection.matches()
        ? target.with(
            "SendDocuments",
            "aoss:APIAccessAll",
            "arn:%1$s:aoss:" + collection.group(2) + ":%2$s:collection/" + collection.group(1))
        : target;
  }

  private static Target archive(SinkSpec siem) {
    Optional<ArchiveAddress.Bucket> bucket = bucket(siem.address());
    Target target = unless(bucket.isPresent(), "s3://<bucket>/<prefix>?region=<region>");
    return bucket
        .map(one ->
            target.with(
                "ArchiveEvents",
                "s3:PutObject",
                "arn:%1$s:s3:::" + one.name() + "/" + one.prefix() + "dt=*"))
        .orElse(target);
  }

  private static Target unless(boolean right, String form) {
    return new Target(right ? Optional.empty() : Optional.of("it is not " + form), List.of());
  }

  // The cause would repeat the address.
  @SuppressWarnings("UnusedException")
  private static boolean isHttps(String address) {
    try {
      URI uri = new URI(address);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Target with(String sid, String action, String resource) {
    List<Right> more = new ArrayList<>(rights);
    more.add(new Right(sid, action, resource));
    return new Target(fault, List.copyOf(more));
  }

  /// Of one resource: no `*` that would name more.
  private static boolean isArn(String address, String service, String kind) {
    return address.matches(
        "arn:aws[a-z-]*:" + service + ":[a-z0-9-]+:[0-9]{12}:" + kind + "[A-Za-z0-9_.-]{1,256}");
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
