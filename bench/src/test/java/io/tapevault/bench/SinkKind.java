package io.tapevault.bench;

import io.tapevault.bench.SiemStandIn.Ports;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sink as it is set up to send to [SiemStandIn]. The path begins with the type's word, or the
/// endpoint of AWS does. `passes` is how often all events go to it in a measurement.
record SinkKind(SinkType type, Map<String, String> options, @Nullable String secret, int passes) {

  private static final String ENDPOINT = "endpoint";

  static List<SinkKind> all(Ports ports) {
    String http = "http://127.0.0.1:" + ports.http() + "/";
    List<SinkKind> all = new ArrayList<>();
    all.add(kind(SinkType.DATADOG, http + "datadog", "k", Map.of()));
    all.add(kind(SinkType.ELASTICSEARCH, http + "elasticsearch", "k", Map.of()));
    all.add(kind(SinkType.LOKI, http + "loki", null, Map.of("tenant", "t")));
    all.add(kind(SinkType.NEW_RELIC, http + "new_relic", "k", Map.of()));
    all.add(kind(SinkType.OTLP, http + "otlp", null, Map.of("encoding", "json")));
    all.add(
        kind(
            SinkType.SECOPS,
            http + "secops/instances/i/logTypes/t/logs:import",
            account(),
            Map.of("forwarder", "projects/p/forwarders/f", "login", http + "login")));
    all.add(
        kind(
            SinkType.SENTINEL,
            http + "sentinel/dataCollectionRules/r/streams/s?api-version=2023-01-01",
            "s",
            Map.of("tenant", "t", "client", "c", "login", http + "login")));
    all.add(kind(SinkType.SPLUNK_HEC, http + "splunk_hec", "k", Map.of()));
    all.add(kind(SinkType.SUMO_LOGIC, http + "sumo_logic", null, Map.of("category", "c")));
    all.add(
        kind(
            SinkType.WEBHOOK,
            http + "webhook",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            Map.of()));
    all.add(
        kind(
            SinkType.S3,
            "s3://bench-archive/audit?region=eu-west-1",
            null,
            Map.of(ENDPOINT, http)));
    all.add(ofAws(SinkType.FIREHOSE, "firehose", "deliverystream/soc", http, 10));
    all.add(ofAws(SinkType.EVENTBRIDGE, "events", "event-bus/soc", http, 2));
    all.add(ofAws(SinkType.SQS, "sqs", "soc", http, 2));
    all.add(ofAws(SinkType.SNS, "sns", "soc", http, 2));
    // Each batch waits for 100 ms whether the other side closes early.
    all.add(
        new SinkKind(
            SinkType.SYSLOG,
            Map.of(SinkSpec.ADDRESS, "tcp://127.0.0.1:" + ports.syslog()),
            null,
            2));
    return all;
  }

  private static SinkKind kind(
      SinkType type, String address, @Nullable String secret, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address);
    return new SinkKind(type, options, secret, 10);
  }

  private static SinkKind ofAws(
      SinkType type, String service, String target, String http, int passes) {
    String word = type.name().toLowerCase(Locale.ROOT);
    return new SinkKind(
        type,
        Map.of(
            SinkSpec.ADDRESS,
            "arn:aws:%s:eu-west-1:123456789012:%s".formatted(service, target),
            ENDPOINT,
            http + word),
        null,
        passes);
  }

  private static String account() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return "{\"type\":\"service_account\",\"private_key_id\":\"k1\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n"
          + Base64.getEncoder()
              .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
          + "\\n-----END PRIVATE KEY-----\\n\",\"client_email\":\"vault@p.iam.gserviceaccount.com\"}";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String name() {
    return type.name().toLowerCase(Locale.ROOT);
  }

  SinkSpec spec() {
    Map<String, String> all = new HashMap<>(options);
    all.put(SinkSpec.ALLOW, "127.0.0.1");
    return new SinkSpec(name(), type, all, secret);
  }
}
