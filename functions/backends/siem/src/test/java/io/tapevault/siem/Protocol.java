package io.tapevault.siem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Every protocol over HTTP, as a server of it speaks: what it was sent, and its own words for
/// having taken it. The events' `uid`s are `u` and a number.
enum Protocol {
  WEBHOOK(SinkType.WEBHOOK, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "", "", ""),
  SPLUNK(SinkType.SPLUNK_HEC, "b2f1c1de-6f0a", "{\"text\":\"Success\",\"code\":0}", "", ""),
  ELASTIC(
      SinkType.ELASTICSEARCH,
      "a2V5OmtleTprZXk",
      "{\"errors\":false,\"items\":[",
      "{\"create\":{\"status\":201}}",
      "]}"),
  DATADOG(SinkType.DATADOG, "0123456789abcdef", "{}", "", ""),
  LOKI(SinkType.LOKI, "glc_0123456789", "", "", ""),
  NEW_RELIC(SinkType.NEW_RELIC, "NRAK-0123456789", "{\"requestId\":\"b4a0\"}", "", ""),
  SUMO_LOGIC(SinkType.SUMO_LOGIC, "ZaVnC4dhaV1=", "", "", ""),
  OTLP(SinkType.OTLP, "otlp-0123456789", "", "", ""),
  OTLP_JSON(SinkType.OTLP, "otlp-0123456789", "{}", "", ""),
  SENTINEL(SinkType.SENTINEL, "s3cr3t~value", "", "", ""),
  SECOPS(SinkType.SECOPS, "", "{}", "", ""),
  FIREHOSE(
      SinkType.FIREHOSE,
      "",
      "{\"FailedPutCount\":0,\"RequestResponses\":[",
      "{\"RecordId\":\"#\"}",
      "]}"),
  EVENTBRIDGE(
      SinkType.EVENTBRIDGE,
      "",
      "{\"FailedEntryCount\":0,\"Entries\":[",
      "{\"EventId\":\"#\"}",
      "]}"),
  SQS(SinkType.SQS, "", "{\"Successful\":[", "{\"Id\":\"#\"}", "]}"),
  SNS(
      SinkType.SNS,
      "",
      "<PublishBatchResponse><PublishBatchResult><Failed/><Successful>",
      "<member><Id>#</Id><MessageId>m</MessageId></member>",
      "</Successful></PublishBatchResult></PublishBatchResponse>"),
  S3(SinkType.S3, "", "", "", "");

  private static final Pattern UID = Pattern.compile("uid\\\\*\":\\\\*\"(u[0-9]+)\\\\*\"");
  private static final Pattern BASE64 = Pattern.compile("\"[Dd]ata\":\"([A-Za-z0-9+/=]+)\"");
  private static final KeyPair KEYS = keys();

  private final SinkType type;
  private final String secret;
  private final String begin;
  private final String each;
  private final String end;

  Protocol(SinkType type, String secret, String begin, String each, String end) {
    this.type = type;
    this.secret = secret;
    this.begin = begin;
    this.each = each;
    this.end = end;
  }

  /// Those of AWS sign with keys, which the AWS SDK looks for in the system's properties.
  EventSink open(URI siem, URI login, Timeouts timeouts) {
    return Sinks.open(spec(siem, login), InstantSource.fixed(Events.NOON), timeouts);
  }

  SinkSpec spec(URI siem, URI login) {
    Map<String, String> options = new HashMap<>();
    String here = siem.toString();
    String arn = "arn:aws:%s:eu-west-1:123456789012:%s";
    switch (this) {
      case OTLP_JSON -> options.put("encoding", "json");
      case SENTINEL -> {
        here = siem.resolve("/dataCollectionRules/r/streams/s?api-version=2023-01-01").toString();
        options.putAll(Map.of("tenant", "t", "client", "c"));
        options.put("login", login.resolve("/").toString().replaceAll("/$", ""));
      }
      case SECOPS -> {
        here = siem.resolve("/instances/i/logTypes/t/logs:import").toString();
        options.put("forwarder", "projects/p/locations/us/instances/i/forwarders/f");
        options.put("login", login.toString());
      }
      case FIREHOSE -> here = arn.formatted("firehose", "deliverystream/soc");
      case EVENTBRIDGE -> here = arn.formatted("events", "event-bus/soc");
      case SQS -> here = arn.formatted("sqs", "soc.fifo");
      case SNS -> here = arn.formatted("sns", "soc.fifo");
      case S3 -> here = "s3://soc-archive/audit?region=eu-west-1";
      default -> {}
    }
    if (ofAws()) {
      options.put("endpoint", siem.resolve("/").toString());
    }
    options.put(SinkSpec.ADDRESS, here);
    return new SinkSpec("soc", type, options, secret());
  }

  private @Nullable String secret() {
    return this == SECOPS ? account() : secret.isEmpty() ? null : secret;
  }

  boolean ofAws() {
    return Set.of(FIREHOSE, EVENTBRIDGE, SQS, SNS, S3).contains(this);
  }

  /// Whether each success is one, whatever its body.
  boolean isStatusAlone() {
    return this == WEBHOOK;
  }

  /// Whether a success without a body is one.
  boolean isSilent() {
    return begin.isEmpty() || this == OTLP_JSON;
  }

  /// Whether it can refuse an event for good.
  boolean refuses() {
    return this != S3;
  }

  /// What it was sent, in order.
  static List<String> uids(Request request) {
    String body = request.body();
    if (String.valueOf(request.header("content-type")).startsWith("application/x-www-form")) {
      body = URLDecoder.decode(body, UTF_8);
    }
    StringBuilder all = new StringBuilder(body);
    Matcher packed = BASE64.matcher(body);
    while (packed.find()) {
      all.append('\n');
      all.append(new String(Base64.getDecoder().decode(packed.group(1)), ISO_8859_1));
    }
    return UID.matcher(all).results().map(one -> one.group(1)).distinct().toList();
  }

  /// Its own words for having taken so many events.
  Answer taking(int events) {
    String body =
        each.isEmpty()
            ? begin
            : begin
                + IntStream.range(0, events)
                    .mapToObj(i -> each.replace("#", "" + i))
                    .collect(joining(type == SinkType.SNS ? "" : ","))
                + end;
    int status =
        switch (this) {
          case LOKI, SENTINEL -> 204;
          case DATADOG, NEW_RELIC -> 202;
          default -> 200;
        };
    return Answer.saying(status, body);
  }

  /// How it refuses those in some places, and which of the others it has taken.
  Refusal refusing(List<String> uids, List<Integer> places) {
    int place = places.getFirst();
    List<String> others = new ArrayList<>(uids);
    others.removeAll(places.stream().map(uids::get).toList());
    return switch (this) {
      case SPLUNK ->
          new Refusal(
              Answer.saying(
                  400,
                  "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":%d}"
                      .formatted(place)),
              uids.subList(0, place));
      case ELASTIC ->
          new Refusal(
              Answer.saying(
                  200,
                  items(
                      uids.size(),
                      places,
                      "{\"create\":{\"status\":400,\"error\":{\"type\":\"mapper_parsing_exception\"}}}")),
              others);
      case EVENTBRIDGE ->
          new Refusal(
              Answer.saying(
                  200, items(uids.size(), places, "{\"ErrorCode\":\"InvalidArgumentException\"}")),
              others);
      case SQS -> {
        String taken =
            IntStream.range(0, uids.size())
                .filter(i -> !places.contains(i))
                .mapToObj(i -> "{\"Id\":\"" + i + "\"}")
                .collect(joining(","));
        String refused =
            places.stream()
                .map(i ->
                    "{\"Id\":\"%d\",\"SenderFault\":true,\"Code\":\"InvalidMessageContents\"}"
                        .formatted(i))
                .collect(joining(","));
        yield new Refusal(
            Answer.saying(200, "{\"Successful\":[%s],\"Failed\":[%s]}".formatted(taken, refused)),
            others);
      }
      case FIREHOSE ->
          new Refusal(Answer.saying(400, "{\"__type\":\"InvalidArgumentException\"}"), List.of());
      case SNS ->
          new Refusal(
              Answer.saying(
                  400,
                  "<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>"),
              List.of());
      default -> new Refusal(Answer.saying(400, "no"), List.of());
    };
  }

  record Refusal(Answer answer, List<String> taken) {}

  private String items(int events, List<Integer> places, String refused) {
    return begin.replace("false", "true")
        + IntStream.range(0, events)
            .mapToObj(i -> places.contains(i) ? refused : each.replace("#", "" + i))
            .collect(joining(","))
        + end;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String privateKey() {
    return Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded());
  }

  private static String account() {
    return "{\"type\":\"service_account\",\"private_key_id\":\"k1\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n"
        + privateKey()
        + "\\n-----END PRIVATE KEY-----\\n\",\"client_email\":\"vault@p.iam.gserviceaccount.com\"}";
  }
}
