package io.tapevault.siem;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.ResolvingSink;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.siem.archive.ArchiveSink;
import io.tapevault.siem.aws.AwsSink;
import io.tapevault.siem.datadog.DatadogSink;
import io.tapevault.siem.elastic.ElasticSink;
import io.tapevault.siem.http.BearerToken;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.siem.lines.FileSink;
import io.tapevault.siem.lines.StdoutSink;
import io.tapevault.siem.loki.LokiSink;
import io.tapevault.siem.newrelic.NewRelicSink;
import io.tapevault.siem.otlp.OtlpSink;
import io.tapevault.siem.secops.SecOpsSink;
import io.tapevault.siem.sentinel.SentinelSink;
import io.tapevault.siem.splunk.SplunkSink;
import io.tapevault.siem.sumologic.SumoLogicSink;
import io.tapevault.siem.syslog.SyslogSink;
import io.tapevault.siem.webhook.WebhookSink;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a SIEM of its settings.
public final class Sinks {

  private static final String STAND_IN = "whsec_cHJpbWluZy1wcmltaW5nLXByaW1pbmctcHI=";

  private static final Set<String> TLS = Set.of(SinkSpec.CA, SinkSpec.CERTIFICATE, SinkSpec.KEY);

  private Sinks() {}

  /// Throws an [IllegalArgumentException] where the settings cannot be; it says nothing of the
  /// address or the secret.
  public static EventSink open(SinkSpec spec, InstantSource clock) {
    return open(spec, clock, Timeouts.DEFAULT);
  }

  static EventSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return switch (spec.type()) {
      case WEBHOOK -> WebhookSink.open(spec, clock, timeouts);
      case DATADOG -> DatadogSink.open(spec, clock, timeouts);
      case ELASTICSEARCH, OPENSEARCH -> ElasticSink.open(spec, clock, timeouts);
      case LOKI -> LokiSink.open(spec, clock, timeouts);
      case EVENTBRIDGE, FIREHOSE, SNS, SQS -> AwsSink.open(spec, clock, timeouts);
      case FILE -> FileSink.open(spec);
      case NEW_RELIC -> NewRelicSink.open(spec, clock, timeouts);
      case OTLP -> OtlpSink.open(spec, clock, timeouts);
      case S3 -> ArchiveSink.open(spec, clock, timeouts);
      case SECOPS -> SecOpsSink.open(spec, clock, timeouts);
      case SENTINEL -> SentinelSink.open(spec, clock, timeouts);
      case SPLUNK_HEC -> SplunkSink.open(spec, clock, timeouts);
      case STDOUT -> StdoutSink.open(spec);
      case SUMO_LOGIC -> SumoLogicSink.open(spec, clock, timeouts);
      case SYSLOG -> SyslogSink.open(spec, timeouts);
    };
  }

  /// The same where a secret may only be named.
  public static EventSink open(SinkSpec spec, InstantSource clock, Secrets secrets) {
    return spec.references().isEmpty()
        ? open(spec, clock)
        : new ResolvingSink(spec, secrets, resolved -> open(resolved, clock));
  }

  /// One that sends everything to `nowhere`, on this machine, as it would be sent to the SIEM.
  public static EventSink rehearsal(SinkSpec spec, URI nowhere) {
    SiemHttp.warmUp();
    if (isNamed(spec.secret()) && spec.type() == SinkType.SECOPS) {
      // Its secret is a key of a form of its own; the way of the events is much the same.
      return open(SinkSpec.webhook(spec.name(), nowhere, null), InstantSource.system());
    }
    Map<String, String> options = new HashMap<>(spec.options());
    // There is no TLS to `nowhere`.
    options.keySet().removeAll(TLS);
    options.put(SinkSpec.ADDRESS, address(spec, nowhere));
    options.put(BearerToken.LOGIN, nowhere.toString());
    options.put(AwsSink.ENDPOINT, nowhere.toString());
    return open(
        new SinkSpec(spec.name(), spec.type(), options, checkable(spec).secret()),
        InstantSource.system());
  }

  /// With a secret of the form that SIEMs want where it is only named: it is not known yet. Nor are
  /// certificates that are.
  private static SinkSpec checkable(SinkSpec spec) {
    Map<String, String> options = new HashMap<>(spec.options());
    if (TLS.stream().anyMatch(option -> isNamed(options.get(option)))) {
      options.keySet().removeAll(TLS);
    }
    return new SinkSpec(
        spec.name(),
        spec.type(),
        options,
        isNamed(spec.secret()) ? STAND_IN : spec.secret(),
        spec.treatment(),
        spec.begin());
  }

  private static boolean isNamed(@Nullable String text) {
    return text != null && SecretReference.parse(text).isPresent();
  }

  private static String address(SinkSpec spec, URI nowhere) {
    return switch (spec.type()) {
      case WEBHOOK,
          DATADOG,
          ELASTICSEARCH,
          LOKI,
          NEW_RELIC,
          OPENSEARCH,
          OTLP,
          SPLUNK_HEC,
          SUMO_LOGIC ->
          nowhere.toString();
      // These are of one machine, where nothing is rehearsed.
      case FILE, STDOUT -> throw new IllegalArgumentException(spec.type().word() + ": not on AWS");
      // What is asked is the endpoint.
      case EVENTBRIDGE, FIREHOSE, S3, SNS, SQS -> spec.address();
      case SECOPS -> nowhere + "instances/i/logTypes/t/logs:import";
      case SENTINEL -> nowhere + "dataCollectionRules/i/streams/s?api-version=v";
      case SYSLOG -> "tcp://127.0.0.1:" + nowhere.getPort();
    };
  }

  /// Throws where `open` would, but for secrets that are only named.
  public static void check(SinkSpec given) {
    SinkSpec spec = checkable(given);
    switch (spec.type()) {
      case WEBHOOK -> WebhookSink.check(spec);
      case DATADOG -> DatadogSink.check(spec);
      case ELASTICSEARCH, OPENSEARCH -> ElasticSink.check(spec);
      case LOKI -> LokiSink.check(spec);
      case EVENTBRIDGE, FIREHOSE, SNS, SQS -> AwsSink.check(spec);
      case FILE -> FileSink.check(spec);
      case NEW_RELIC -> NewRelicSink.check(spec);
      case OTLP -> OtlpSink.check(spec);
      case S3 -> ArchiveSink.check(spec);
      case SECOPS -> {
        if (!isNamed(given.secret())) {
          SecOpsSink.check(spec);
        }
      }
      case SENTINEL -> SentinelSink.check(spec);
      case SPLUNK_HEC -> SplunkSink.check(spec);
      case STDOUT -> StdoutSink.check(spec);
      case SUMO_LOGIC -> SumoLogicSink.check(spec);
      case SYSLOG -> SyslogSink.check(spec);
    }
  }
}
