package io.tapevault.node.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that keeps the head of each request, as far as it is one, and gives each the same
/// answer.
final class Wire implements AutoCloseable {

  private final ServerSocket server;
  private final String answer;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private Wire(ServerSocket server, String answer) {
    this.server = server;
    this.answer = answer;
  }

  static Wire answering(String answer) throws IOException {
    return answering(InetAddress.getLoopbackAddress(), answer);
  }

  static Wire answering(InetAddress address, String answer) throws IOException {
    Wire wire = new Wire(new ServerSocket(0, 50, address), answer);
    Thread.ofVirtual().start(wire::serve);
    return wire;
  }

  /// The head of an answer without a body.
  static String head(int status, String... headers) {
    List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status + " x"));
    lines.addAll(List.of(headers));
    lines.addAll(List.of("Content-Length: 0", "", ""));
    return String.join("\r\n", lines);
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> heads() {
    return List.copyOf(heads);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        heads.add(head(socket.getInputStream()));
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        socket.getInputStream().skipNBytes(Long.MAX_VALUE);
      } catch (IOException e) {
        // That one is over.
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int next = in.read();
    // The first byte of TLS: what follows is not for us.
    if (next == 0x16) {
      return "TLS";
    }
    for (; next >= 0; next = in.read()) {
      head.write(next);
      if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
