package io.tapevault.siem.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.testkit.contract.SinkPromises;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What both sinks promise that write lines: what has been written since the last delivery is one.
abstract class LinesTest extends SinkPromises {

  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");

  private final List<Arrived> arrived = new ArrayList<>();
  private int read;

  protected abstract EventSink writing();

  /// All that was written.
  protected abstract byte[] written() throws IOException;

  @Override
  protected final EventSink sink() {
    return watched(writing(), this::read);
  }

  private void read() {
    try {
      byte[] all = written();
      if (all.length > read) {
        String lines = new String(all, read, all.length - read, UTF_8);
        List<String> uids = UID.matcher(lines).results().map(one -> one.group(1)).toList();
        arrived.add(new Arrived(uids, all.length - read, lines));
        read = all.length;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected final List<Arrived> arrived() {
    return arrived;
  }
}
