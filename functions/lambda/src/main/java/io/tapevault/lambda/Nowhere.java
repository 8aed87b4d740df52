package io.tapevault.lambda;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Where requests of a rehearsal go: a server inside of this process, which takes everything and
/// keeps nothing. It says what DynamoDB says of statements that succeeded; the other services have
/// no use for what they are not asked for.
public final class Nowhere implements AutoCloseable {

  private static final int STATEMENTS = 25;
  private static final String BODY = "{\"Responses\":[{}" + ",{}".repeat(STATEMENTS - 1) + "]}";
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "content-length:";

  private final ServerSocket server;

  private Nowhere(ServerSocket server) {
    this.server = server;
  }

  public static Nowhere open() throws IOException {
    Nowhere nowhere = new Nowhere(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(nowhere::accept);
    return nowhere;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
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

  private static void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (true) {
        in.skipNBytes(length(in));
        connection.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      // The rehearsal is over.
    }
  }

  /// Reads a head, and answers with the length of what follows it.
  private static long length(InputStream in) throws IOException {
    long length = 0;
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("gone");
      }
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String header = line.toString().strip();
      if (header.isEmpty()) {
        return length;
      }
      if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Long.parseLong(header.substring(LENGTH.length()).strip());
      }
      line.setLength(0);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
