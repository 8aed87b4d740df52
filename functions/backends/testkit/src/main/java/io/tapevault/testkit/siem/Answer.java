package io.tapevault.testkit.siem;

import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// How a SIEM answers one request. What closes the connection, closes the socket.
public interface Answer {

  void to(Request request, Socket connection) throws IOException, InterruptedException;

  /// A whole answer without a body; headers as `name: value`.
  static Answer status(int status, String... headers) {
    return saying(status, "", headers);
  }

  static Answer saying(int status, String body, String... headers) {
    return (request, connection) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " So\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      boolean none = status == 204 || status == 304;
      head.append(none ? "\r\n" : "content-length: " + bytes.length + "\r\n\r\n");
      send(connection, head.toString());
      connection.getOutputStream().write(none ? new byte[0] : bytes);
    };
  }

  /// Nothing, for a minute.
  static Answer silence() {
    return (request, connection) -> Thread.sleep(60_000);
  }

  static Answer hangingUp() {
    return (request, connection) -> connection.close();
  }

  static Answer reset() {
    return (request, connection) -> {
      connection.setSoLinger(true, 0);
      connection.close();
    };
  }

  static Answer noHttp() {
    return (request, connection) -> {
      send(connection, "220 mail.example ESMTP\r\n\r\n");
      connection.close();
    };
  }

  /// A status, and headers without end.
  static Answer endlessHead(int status) {
    return (request, connection) -> {
      send(connection, "HTTP/1.1 " + status + " So\r\n");
      for (int i = 0; ; i++) {
        send(connection, "x-" + i + ": " + "x".repeat(1000) + "\r\n");
      }
    };
  }

  /// A status and a first chunk of its body, and then nothing for a minute.
  static Answer unfinished(int status) {
    return (request, connection) -> {
      send(
          connection,
          "HTTP/1.1 " + status + " So\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n");
      Thread.sleep(60_000);
    };
  }

  /// A status, then a byte now and then, without end.
  static Answer dripping(int status) {
    return (request, connection) -> {
      send(connection, "HTTP/1.1 " + status + " So\r\ntransfer-encoding: chunked\r\n\r\n");
      while (true) {
        send(connection, "1\r\n.\r\n");
        Thread.sleep(20);
      }
    };
  }

  /// A status and as much as the other side can bear; counts the bytes.
  static Answer flooding(int status, AtomicLong written) {
    return (request, connection) -> {
      send(connection, "HTTP/1.1 " + status + " So\r\ncontent-length: 99999999999\r\n\r\n");
      byte[] block = new byte[1 << 16];
      new Random(1).nextBytes(block);
      OutputStream out = connection.getOutputStream();
      while (true) {
        out.write(block);
        written.addAndGet(block.length);
      }
    };
  }

  private static void send(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }
}
