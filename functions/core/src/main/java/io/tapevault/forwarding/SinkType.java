package io.tapevault.forwarding;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A family of SIEMs, and which settings it takes beside its address and a secret.
public enum SinkType {
  WEBHOOK("webhook"),
  DATADOG("datadog"),
  ELASTICSEARCH("elasticsearch"),
  LOKI("loki"),
  EVENTBRIDGE("eventbridge"),
  FILE("file"),
  FIREHOSE("firehose"),
  NEW_RELIC("new_relic"),
  OPENSEARCH("opensearch"),
  OTLP("otlp"),
  S3("s3"),
  SECOPS("secops"),
  SENTINEL("sentinel"),
  SNS("sns"),
  SPLUNK_HEC("splunk_hec"),
  SQS("sqs"),
  STDOUT("stdout"),
  SUMO_LOGIC("sumo_logic"),
  SYSLOG("syslog");

  /// What all take that are reached over the network.
  private static final Set<String> NETWORK =
      Set.of(SinkSpec.ALLOW, SinkSpec.CA, SinkSpec.CERTIFICATE, SinkSpec.KEY);

  private final String word;

  SinkType(String word) {
    this.word = word;
  }

  /// As it stands in a configuration.
  public String word() {
    return word;
  }

  public Set<String> options() {
    return switch (this) {
      case DATADOG -> with("service", "tags", "host");
      case ELASTICSEARCH -> with(SinkSpec.USER, "index", "preset");
      case LOKI -> with(SinkSpec.USER, "labels", "tenant");
      case OPENSEARCH -> with(SinkSpec.USER, "index", "region", "service");
      case WEBHOOK -> with(SinkSpec.HEADERS);
      case EVENTBRIDGE, FIREHOSE, S3, SNS, SQS -> with("endpoint");
      case FILE -> Set.of("rotate");
      case NEW_RELIC -> NETWORK;
      case STDOUT -> Set.of();
      case OTLP -> with("encoding", "header");
      case SECOPS -> with("forwarder", "login");
      case SENTINEL -> with("client", "login", "scope", "tenant");
      case SPLUNK_HEC -> with("ack", "host", "index", "source", "sourcetype");
      case SUMO_LOGIC -> with("category", "host", "source");
      case SYSLOG -> with("host", "frame");
    };
  }

  private static Set<String> with(String... more) {
    Set<String> options = new TreeSet<>(NETWORK);
    options.addAll(Set.of(more));
    return options;
  }

  static Optional<SinkType> of(String word) {
    return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
