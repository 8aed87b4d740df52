package io.tapevault.siem.http;

import io.tapevault.forwarding.Outgoing;
import java.util.List;
import java.util.Map;

/// One POST or PUT: the events that are in it, its body, its headers, and where it goes below the
/// address (such as `/_bulk`; nothing for the address itself).
// A body is large, and nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
public record Request(List<Outgoing> batch, byte[] body, Map<String, String> headers, String path) {

  public Request(List<Outgoing> batch, byte[] body, Map<String, String> headers) {
    this(batch, body, headers, "");
  }
}
