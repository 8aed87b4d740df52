package io.tapevault.siem.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receiver that knows the client's key and says it, in TLS and instead of TLS: nothing of it
/// comes into an error or a setting that is shown.
class SyslogSecretsTest {

  private static final Timeouts SHORT =
      new Timeouts(Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(50));

  /// What stands between the marks of a PEM, as one text, in windows of ten.
  private static List<String> parts(String key) {
    String text = key.replaceAll("-----[^-]+-----|\\s", "");
    return IntStream.range(0, text.length() - 10).mapToObj(i -> text.substring(i, i + 10)).toList();
  }

  @Test
  void no_key_is_told_whatever_the_receiver_repeats(@TempDir Path folder) throws Exception {
    Identity server = Identity.make(folder, "server");
    Identity client = Identity.make(folder, "client");
    StringBuilder said = new StringBuilder();
    for (boolean tls : new boolean[] {true, false}) {
      try (ServerSocket receiver =
          tls
              ? server.trusting(client).getServerSocketFactory().createServerSocket(0)
              : new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual().start(() -> repeat(receiver, client));
        SinkSpec spec =
            new SinkSpec(
                "soc",
                SinkType.SYSLOG,
                Map.of(
                    SinkSpec.ADDRESS, "tls://127.0.0.1:" + receiver.getLocalPort(),
                    SinkSpec.ALLOW, "127.0.0.1",
                    SinkSpec.CA, server.certificate(),
                    SinkSpec.CERTIFICATE, client.certificate(),
                    SinkSpec.KEY, client.key()),
                null);
        said.append(spec);
        EventSink sink = SyslogSink.open(spec, SHORT);
        for (int i = 0; i < 3; i++) {
          Delivery trouble =
              sink.deliver(List.of(Engine.outgoing("{\"event\":\"x\",\"uid\":\"1\"}")));
          assertNotEquals(new Delivery.Delivered(), trouble);
          said.append(trouble);
        }
      }
    }
    String text = said.toString();
    assertEquals(List.of(), parts(client.key()).stream().filter(text::contains).toList());
  }

  private static void repeat(ServerSocket receiver, Identity client) {
    while (!receiver.isClosed()) {
      try (Socket connection = receiver.accept()) {
        connection.getOutputStream().write(("bad key: " + client.key()).getBytes(UTF_8));
        connection.getOutputStream().flush();
        connection.setSoLinger(true, 0);
      } catch (IOException e) {
        // This connection is over, or the test is.
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
