package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import io.tapevault.forwarding.EventSink.Limits;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.JsonText;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// How a service calls its entries, and what one call takes.
sealed interface Entries permits JsonEntries, Topic {

  String service();

  /// Its name in the host of its endpoint.
  String host();

  Arn arn();

  Limits limits();

  int size(Outgoing event);

  /// What says which call it is, and what its body is.
  Map<String, String> headers();

  byte[] body(List<Outgoing> events);

  /// Reads the answer to a call with so many entries.
  EntriesAnswer answer(int entries);

  /// Throws an [IllegalArgumentException].
  static Entries of(SinkSpec spec) {
    if (spec.type() == SinkType.FIREHOSE) {
      return new Firehose(Arn.parse(spec.address(), "firehose", "deliverystream/"));
    }
    if (spec.type() == SinkType.SNS) {
      return new Topic(Arn.parse(spec.address(), "sns", ""));
    }
    return spec.type() == SinkType.EVENTBRIDGE
        ? new Bus(Arn.parse(spec.address(), "events", "event-bus/"))
        : new Queue(Arn.parse(spec.address(), "sqs", ""));
  }

  /// Within which there is an order: the session. SQS and SNS take 128 characters of some kinds.
  static String group(Outgoing event) {
    return Sha256.ofText(event.stored().key().session());
  }

  /// By which an event is known again.
  static String deduplication(Outgoing event) {
    return Sha256.ofText(event.key());
  }

  /// A delivery stream: a line for each event.
  record Firehose(Arn arn) implements JsonEntries {

    @Override
    public String service() {
      return "firehose";
    }

    @Override
    public String host() {
      return "firehose";
    }

    @Override
    public String call() {
      return "Firehose_20150804.PutRecordBatch";
    }

    @Override
    public String contentType() {
      return "application/x-amz-json-1.1";
    }

    /// 500 records, and 4 MiB of them before they are written as Base64.
    @Override
    public Limits limits() {
      return new Limits(500, 4 << 20);
    }

    @Override
    public int size(Outgoing event) {
      return (JsonText.bytes(event.text()) + 3) / 3 * 4 + 16;
    }

    @Override
    public void begin(StringBuilder out) {
      JsonEntries.member(out, "DeliveryStreamName", arn.name());
      out.append(",\"Records\"");
    }

    @Override
    public void entry(StringBuilder out, Outgoing event, int place) {
      byte[] line = (event.line() + "\n").getBytes(UTF_8);
      out.append("{\"Data\":\"").append(Base64.getEncoder().encodeToString(line)).append("\"}");
    }
  }

  /// A bus of EventBridge.
  record Bus(Arn arn) implements JsonEntries {

    private static final int MOST_TYPE = 128;

    @Override
    public String service() {
      return "events";
    }

    @Override
    public String host() {
      return "events";
    }

    @Override
    public String call() {
      return "AWSEvents.PutEvents";
    }

    @Override
    public String contentType() {
      return "application/x-amz-json-1.1";
    }

    /// 10 entries, and 1 MB of them.
    @Override
    public Limits limits() {
      return new Limits(10, 900_000);
    }

    @Override
    public int size(Outgoing event) {
      return JsonText.quoted(event.text())
          + JsonText.quoted(type(event))
          + arn.text().length()
          + 200;
    }

    @Override
    public void begin(StringBuilder out) {
      out.append("\"Entries\"");
    }

    @Override
    public void entry(StringBuilder out, Outgoing event, int place) {
      out.append('{');
      JsonEntries.member(out, "EventBusName", arn.text());
      out.append(',');
      JsonEntries.member(out, "Source", "tapevault");
      out.append(',');
      JsonEntries.member(out, "DetailType", type(event));
      out.append(',');
      JsonEntries.member(out, "Detail", detail(event.text()));
      Instant time = event.time();
      if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
        out.append(",\"Time\":").append(time.getEpochSecond());
      }
      out.append('}');
    }

    private static String type(Outgoing event) {
      String type = event.stored().event().type();
      return type.substring(0, type.offsetByCodePoints(0, Math.min(MOST_TYPE, points(type))));
    }

    private static int points(String text) {
      return text.codePointCount(0, text.length());
    }

    /// It has to be an object.
    private static String detail(String text) {
      StringBuilder detail = new StringBuilder();
      if (text.startsWith("{")) {
        return text;
      }
      detail.append('{');
      JsonEntries.member(detail, "text", text);
      return detail.append('}').toString();
    }
  }

  /// A queue; one whose name ends with `.fifo` gets the events of a session in order, and knows an
  /// event again for five minutes.
  record Queue(Arn arn) implements JsonEntries {

    @Override
    public String service() {
      return "sqs";
    }

    @Override
    public String host() {
      return "sqs";
    }

    @Override
    public String call() {
      return "AmazonSQS.SendMessageBatch";
    }

    @Override
    public String contentType() {
      return "application/x-amz-json-1.0";
    }

    /// 10 messages, and 1 MiB of them.
    @Override
    public Limits limits() {
      return new Limits(10, 1_000_000);
    }

    @Override
    public int size(Outgoing event) {
      return JsonText.quoted(event.text()) + JsonText.quoted(event.key()) + 360;
    }

    @Override
    public void begin(StringBuilder out) {
      String queue = arn.endpoint("sqs") + arn.account() + "/" + arn.name();
      JsonEntries.member(out, "QueueUrl", queue);
      out.append(",\"Entries\"");
    }

    @Override
    public void entry(StringBuilder out, Outgoing event, int place) {
      out.append('{');
      JsonEntries.member(out, "Id", Integer.toString(place));
      out.append(',');
      JsonEntries.member(out, "MessageBody", event.text());
      out.append(",\"MessageAttributes\":{\"uid\":{\"DataType\":\"String\",");
      JsonEntries.member(out, "StringValue", event.key());
      out.append("}}");
      if (arn.isFifo()) {
        out.append(',');
        JsonEntries.member(out, "MessageGroupId", Entries.group(event));
        out.append(',');
        JsonEntries.member(out, "MessageDeduplicationId", Entries.deduplication(event));
      }
      out.append('}');
    }
  }
}
