package io.tapevault.siem.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Identity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A receiver that reads some frames and closes, though more has been sent: what it has not read is
/// never said to be delivered.
class SyslogUnreadTest {

  private static final int SENT = 5;

  private final Queue<String> read = new ConcurrentLinkedQueue<>();

  /// Takes so many frames of each connection. All that has arrived is in its own memory by then, so
  /// its close looks like that of one who has come to the end.
  private ServerSocket receiver(ServerSocketFactory factory, int frames) throws IOException {
    ServerSocket server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    if (server instanceof SSLServerSocket asking) {
      asking.setNeedClientAuth(true);
    }
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
              InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 20);
              for (int i = 0; i < frames; i++) {
                read.add(frame(in));
              }
            } catch (IOException e) {
              // This connection is over, or the test is.
            }
          }
        });
    return server;
  }

  private static String frame(InputStream in) throws IOException {
    StringBuilder length = new StringBuilder();
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < 0) {
        throw new IOException("it is over");
      }
      length.append(new String(new byte[] {(byte) c}, US_ASCII));
    }
    return new String(in.readNBytes(Integer.parseInt(length.toString())), UTF_8);
  }

  private static List<Outgoing> events() {
    return IntStream.range(0, SENT)
        .mapToObj(i -> Engine.outgoing("{\"event\":\"x\",\"uid\":\"n" + i + "\"}"))
        .toList();
  }

  /// One that waits as long as a busy machine needs for a close that is on its way.
  private static EventSink patient(String address, Map<String, String> more) {
    Duration minute = Duration.ofMinutes(1);
    return sink(address, more, new Timeouts(minute, minute, minute));
  }

  private static EventSink sink(String address, Map<String, String> more, Timeouts timeouts) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address);
    options.put(SinkSpec.ALLOW, "127.0.0.1");
    return SyslogSink.open(new SinkSpec("soc", SinkType.SYSLOG, options, null), timeouts);
  }

  private void nothing_unread_is_delivered(EventSink sink) {
    Delivery said = sink.deliver(events());
    Delivery.TryAgain again = assertInstanceOf(Delivery.TryAgain.class, said, read::toString);
    assertTrue(again.why().matches("it closed .*|the connection broke: .*"), again.why());
    assertTrue(read.size() < SENT, read::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void what_a_receiver_has_not_read_is_not_delivered(int frames) throws IOException {
    try (ServerSocket server = receiver(ServerSocketFactory.getDefault(), frames)) {
      nothing_unread_is_delivered(patient("tcp://127.0.0.1:" + server.getLocalPort(), Map.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void nor_over_tls(int frames, @TempDir Path folder) throws Exception {
    Identity server = Identity.make(folder, "server");
    Identity client = Identity.make(folder, "client");
    Map<String, String> tls =
        Map.of(
            SinkSpec.CA, server.certificate(),
            SinkSpec.CERTIFICATE, client.certificate(),
            SinkSpec.KEY, client.key());
    try (ServerSocket receiver =
        receiver(server.trusting(client).getServerSocketFactory(), frames)) {
      nothing_unread_is_delivered(patient("tls://127.0.0.1:" + receiver.getLocalPort(), tls));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_speaks_another_protocol_has_nothing_delivered(boolean atOnce) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket connection = server.accept()) {
              if (!atOnce) {
                connection.getInputStream().readAllBytes();
              }
              connection
                  .getOutputStream()
                  .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
              connection.getInputStream().readAllBytes();
            } catch (IOException e) {
              // The other side has heard enough.
            }
          });
      EventSink sink = sink("tcp://127.0.0.1:" + server.getLocalPort(), Map.of(), Timeouts.DEFAULT);
      assertEquals(
          new Delivery.Down("it answers, and a receiver of syslog says nothing: is it one?"),
          sink.deliver(events()));
    }
  }

  @Test
  void one_that_reads_to_the_end_has_it_delivered() throws IOException {
    try (ServerSocket server = receiver(ServerSocketFactory.getDefault(), Integer.MAX_VALUE)) {
      EventSink sink = sink("tcp://127.0.0.1:" + server.getLocalPort(), Map.of(), Timeouts.DEFAULT);
      assertEquals(new Delivery.Delivered(), sink.deliver(events()));
      assertEquals(SENT, read.size());
    }
  }
}
