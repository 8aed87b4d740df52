package io.tapevault.siem.syslog;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.SiemAddress;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.siem.http.Tls;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// Any receiver of syslog over TLS: each event is a message, its text as it is, JSON or CEF.
public final class SyslogSink implements EventSink {

  static final Limits LIMITS = new Limits(500, 512 * 1024);

  /// The name of this host for the receiver, and how many bytes a message has at most.
  public static final String HOST = "host";

  public static final String FRAME = "frame";

  // RFC 5425: a receiver has to take 2,048 bytes, and should take 8,192, where rsyslog ends.
  private static final int LEAST_FRAME = 2048;
  private static final int FRAME_DEFAULT = 8192;
  private static final int MOST_FRAME = 1 << 20;

  private final Receiver receiver;
  private final Frames frames;

  private SyslogSink(Receiver receiver, Frames frames) {
    this.receiver = receiver;
    this.frames = frames;
  }

  /// Throws an [IllegalArgumentException].
  public static SyslogSink open(SinkSpec spec, Timeouts timeouts) {
    SiemAddress address = address(spec);
    Optional<SSLSocketFactory> tls =
        address.onThisMachine() ? Optional.empty() : Optional.of(tls(spec));
    return new SyslogSink(new Receiver(address, tls, timeouts), frames(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    address(spec);
    tls(spec);
    frames(spec);
  }

  private static SiemAddress address(SinkSpec spec) {
    SiemAddress address =
        SiemAddress.parse(
            spec.address(), spec.options().getOrDefault(SinkSpec.ALLOW, ""), "tls", "tcp");
    if (!address.endpoint().getRawPath().isEmpty() || address.endpoint().getRawQuery() != null) {
      throw new IllegalArgumentException("the address is not tls://host:port");
    }
    return address;
  }

  private static SSLSocketFactory tls(SinkSpec spec) {
    return Tls.of(spec.options())
        .map(SSLContext::getSocketFactory)
        .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  private static Frames frames(SinkSpec spec) {
    String host = spec.options().getOrDefault(HOST, "-");
    if (!host.matches("[!-~]{1,255}")) {
      throw new IllegalArgumentException(HOST + ": it is no name of 1 to 255 printable characters");
    }
    return new Frames(host, frame(spec.options().getOrDefault(FRAME, "" + FRAME_DEFAULT)));
  }

  private static int frame(String bytes) {
    int frame = bytes.matches("[0-9]{1,7}") ? Integer.parseInt(bytes) : 0;
    if (frame < LEAST_FRAME || frame > MOST_FRAME) {
      throw new IllegalArgumentException(
          FRAME + ": it is no number of bytes from " + LEAST_FRAME + " to " + MOST_FRAME);
    }
    return frame;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return frames.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return batch.isEmpty()
        ? new Delivery.Delivered()
        : receiver.send(batch.stream().map(frames::of).toList());
  }
}
