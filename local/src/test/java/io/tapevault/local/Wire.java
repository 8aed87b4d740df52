package io.tapevault.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/// Bytes as no client would send them.
public final class Wire {

  private static final int PATIENCE_MILLIS = 30_000;

  private Wire() {}

  static Socket open(URI vault) throws IOException {
    return open(vault, 0);
  }

  /// With room for so many bytes that nobody reads; 0 leaves it to the operating system.
  static Socket open(URI vault, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(vault.getHost(), vault.getPort()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /// Everything that is answered until the connection ends.
  public static String ask(URI vault, String sent) throws IOException {
    try (Socket socket = open(vault)) {
      send(socket, sent);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
