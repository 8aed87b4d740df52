package io.tapevault.siem.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.JsonText;
import java.util.List;

/// An `ExportLogsServiceRequest` as JSON: 64-bit numbers are texts.
final class JsonExport {

  private JsonExport() {}

  static byte[] of(List<Outgoing> batch) {
    StringBuilder out = new StringBuilder();
    out.append("{\"resourceLogs\":[{\"resource\":{\"attributes\":[");
    attribute(out, "service.name", Encoding.NAME);
    out.append("]},\"scopeLogs\":[{\"scope\":{\"name\":");
    JsonText.quote(out, Encoding.NAME);
    out.append("},\"logRecords\":[");
    String between = "";
    for (Outgoing event : batch) {
      out.append(between);
      record(out, event);
      between = ",";
    }
    return out.append("]}]}]}").toString().getBytes(UTF_8);
  }

  private static void record(StringBuilder out, Outgoing event) {
    long nanos = Encoding.nanos(event.time());
    out.append("{\"timeUnixNano\":\"").append(nanos).append('"');
    out.append(",\"observedTimeUnixNano\":\"").append(nanos).append('"');
    out.append(",\"eventName\":");
    JsonText.quote(out, event.stored().event().type());
    out.append(",\"body\":{\"stringValue\":");
    JsonText.quote(out, event.text());
    out.append("},\"attributes\":[");
    attribute(out, Encoding.UID, event.key());
    String session = event.stored().event().session();
    if (session != null) {
      out.append(',');
      attribute(out, Encoding.SESSION, session);
    }
    out.append("]}");
  }

  private static void attribute(StringBuilder out, String name, String value) {
    out.append("{\"key\":");
    JsonText.quote(out, name);
    out.append(",\"value\":{\"stringValue\":");
    JsonText.quote(out, value);
    out.append("}}");
  }
}
