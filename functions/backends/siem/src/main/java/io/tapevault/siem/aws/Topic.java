package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink.Limits;
import io.tapevault.forwarding.Outgoing;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;

/// A topic of SNS; one whose name ends with `.fifo` gets the events of a session in order, and
/// knows an event again for five minutes. SNS is asked with a form, and answers in XML.
record Topic(Arn arn) implements Entries {

  @Override
  public String service() {
    return "sns";
  }

  @Override
  public String host() {
    return "sns";
  }

  /// 10 messages, and 256 KiB of them before they are escaped for the form.
  @Override
  public Limits limits() {
    return new Limits(10, 256 << 10);
  }

  @Override
  public int size(Outgoing event) {
    StringBuilder form = new StringBuilder();
    entry(form, event, 1);
    return form.length();
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8");
  }

  @Override
  public byte[] body(List<Outgoing> events) {
    StringBuilder form = new StringBuilder("Action=PublishBatch&Version=2010-03-31");
    field(form, "TopicArn", arn.text());
    for (int i = 0; i < events.size(); i++) {
      entry(form, events.get(i), i);
    }
    return form.toString().getBytes(UTF_8);
  }

  private void entry(StringBuilder form, Outgoing event, int place) {
    String entry = "PublishBatchRequestEntries.member." + (place + 1) + ".";
    field(form, entry + "Id", Integer.toString(place));
    field(form, entry + "Message", event.text());
    attribute(form, entry + "MessageAttributes.entry.1.", "event", event.stored().event().type());
    attribute(form, entry + "MessageAttributes.entry.2.", "uid", event.key());
    if (arn.isFifo()) {
      field(form, entry + "MessageGroupId", Entries.group(event));
      field(form, entry + "MessageDeduplicationId", Entries.deduplication(event));
    }
  }

  /// What a subscription's filter can look at.
  private static void attribute(StringBuilder form, String entry, String name, String value) {
    field(form, entry + "Name", name);
    field(form, entry + "Value.DataType", "String");
    field(form, entry + "Value.StringValue", value);
  }

  private static void field(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8));
  }

  @Override
  public EntriesAnswer answer(int entries) {
    return EntriesAnswer.xml(entries);
  }
}
