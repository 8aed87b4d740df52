package io.tapevault.siem.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/// A receiver of frames on this machine: reads the length, a space, and so many bytes, again and
/// again until the other side closes.
final class SyslogReceiver implements AutoCloseable {

  private final ServerSocket server;
  private final Ending ending;
  private final Queue<List<String>> connections = new ConcurrentLinkedQueue<>();

  private SyslogReceiver(ServerSocket server, Ending ending) {
    this.server = server;
    this.ending = ending;
  }

  /// What it does when a connection has been read to its end.
  interface Ending {
    void of(Socket connection) throws IOException, InterruptedException;

    static Ending closing() {
      return Socket::close;
    }
  }

  static SyslogReceiver start(@Nullable SSLContext tls, Ending ending) throws IOException {
    // Of every address of this machine, so that it can be reached by one that its certificate
    // does not name.
    ServerSocket server =
        tls == null ? new ServerSocket(0) : tls.getServerSocketFactory().createServerSocket(0);
    if (server instanceof SSLServerSocket asking) {
      asking.setNeedClientAuth(true);
    }
    SyslogReceiver receiver = new SyslogReceiver(server, ending);
    Thread.ofVirtual().start(receiver::accept);
    return receiver;
  }

  String address() {
    return (server instanceof SSLServerSocket ? "tls" : "tcp")
        + "://127.0.0.1:"
        + server.getLocalPort();
  }

  /// The messages of each connection that came to its end.
  List<List<String>> connections() {
    return List.copyOf(connections);
  }

  List<String> messages() {
    return connections.stream().flatMap(List::stream).toList();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      List<String> messages = new ArrayList<>();
      for (int length = length(in); length >= 0; length = length(in)) {
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
          throw new EOFException();
        }
        messages.add(new String(message, UTF_8));
      }
      connections.add(messages);
      ending.of(connection);
    } catch (IOException | InterruptedException e) {
      // The other side has gone, or is not believed.
    }
  }

  /// -1 at the end.
  private static int length(InputStream in) throws IOException {
    ByteArrayOutputStream digits = new ByteArrayOutputStream();
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < 0) {
        return -1;
      }
      digits.write(c);
    }
    return Integer.parseInt(digits.toString(UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
