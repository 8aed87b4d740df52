package io.tapevault.siem.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// The standard output of this process: a line for each event, for what collects the output of
/// containers and services.
public final class StdoutSink implements EventSink {

  static final Limits LIMITS = new Limits(500, 1 << 20);

  private static final Duration LATER = Duration.ofSeconds(30);

  private final OutputStream out;

  StdoutSink(OutputStream out) {
    this.out = out;
  }

  /// Throws an [IllegalArgumentException].
  public static StdoutSink open(SinkSpec spec) {
    check(spec);
    return new StdoutSink(new FileOutputStream(FileDescriptor.out));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    if (!spec.address().equals("-")) {
      throw new IllegalArgumentException("there is one standard output, and it is called '-'");
    }
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return JsonText.bytes(event.text()) + 1;
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    try {
      out.write(lines(batch));
      out.flush();
      return new Delivery.Delivered();
    } catch (IOException e) {
      return new Delivery.TryAgain(LATER, false, "nobody reads the standard output");
    }
  }

  static byte[] lines(List<Outgoing> batch) {
    return batch.stream()
        .map(event -> event.line() + "\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }
}
