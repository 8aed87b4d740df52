package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.JsonText;
import java.util.List;
import java.util.Map;

/// Entries of a service that speaks JSON.
sealed interface JsonEntries extends Entries permits Entries.Firehose, Entries.Bus, Entries.Queue {

  /// The call, as `X-Amz-Target` has it.
  String call();

  String contentType();

  /// The members of the request before its entries, and the name of their list.
  void begin(StringBuilder out);

  void entry(StringBuilder out, Outgoing event, int place);

  @Override
  default Map<String, String> headers() {
    return Map.of("content-type", contentType(), "x-amz-target", call());
  }

  @Override
  default byte[] body(List<Outgoing> events) {
    StringBuilder out = new StringBuilder("{");
    begin(out);
    out.append(":[");
    for (int i = 0; i < events.size(); i++) {
      out.append(i == 0 ? "" : ",");
      entry(out, events.get(i), i);
    }
    return out.append("]}").toString().getBytes(UTF_8);
  }

  @Override
  default EntriesAnswer answer(int entries) {
    return EntriesAnswer.json(entries);
  }

  static void member(StringBuilder out, String name, String value) {
    JsonText.quote(out, name);
    out.append(':');
    JsonText.quote(out, value);
  }
}
