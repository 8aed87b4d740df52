package io.tapevault.aws.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.CRC32;

/// A server that answers each request with the next of its turns, with the last one again and
/// again, and has every fault that a network can have.
public final class FaultyServer implements AutoCloseable {

  /// What becomes of one request.
  public interface Turn {
    void take(Request request, Socket socket) throws IOException;
  }

  /// As it came.
  public record Request(String head, String body) {

    /// Empty where there is none.
    public String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private final ServerSocket server;
  private final Queue<Turn> turns;
  private final List<Request> requests = new ArrayList<>();

  private FaultyServer(ServerSocket server, List<Turn> turns) {
    this.server = server;
    this.turns = new ArrayDeque<>(turns);
  }

  public static FaultyServer of(Turn... turns) {
    try {
      FaultyServer server =
          new FaultyServer(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), List.of(turns));
      Thread.ofVirtual().start(server::serve);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public static Turn answer(int status, String body) {
    return answer(status, body, crc(body));
  }

  public static Turn answer(int status, String body, String crc) {
    return (request, socket) -> write(socket, head(status, body.length(), crc) + body);
  }

  /// The connection is gone before anything is answered.
  public static Turn reset() {
    return (request, socket) -> socket.setSoLinger(true, 0);
  }

  /// The connection ends in the middle of the answer.
  public static Turn half(String body) {
    return (request, socket) -> {
      write(
          socket,
          head(200, body.length(), crc(body)) + body.substring(0, Math.max(1, body.length() / 2)));
      throw new SocketException("it ends here");
    };
  }

  /// A byte now and then, without an end.
  public static Turn trickle(String body) {
    return (request, socket) -> {
      write(socket, head(200, 1_000_000, "1") + body);
      while (true) {
        write(socket, " ");
        try {
          Thread.sleep(100);
        } catch (InterruptedException e) {
          throw new SocketException(e.toString());
        }
      }
    };
  }

  public static String crc(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(UTF_8));
    return Long.toString(crc.getValue());
  }

  private static String head(int status, int length, String crc) {
    return "HTTP/1.1 "
        + status
        + " Said\r\nContent-Type: application/x-amz-json-1.0\r\nx-amz-crc32: "
        + crc
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      while (!socket.isClosed() && socket.getSoLinger() != 0) {
        Request request = read(in);
        next(request).take(request, socket);
      }
    } catch (IOException over) {
      // The other side has it in hand.
    }
  }

  private synchronized Turn next(Request request) {
    requests.add(request);
    return turns.size() > 1 ? turns.remove() : turns.element();
  }

  private static Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new SocketException("nothing more");
      }
      head.write(one);
    }
    Request request = new Request(head.toString(ISO_8859_1), "");
    int length = Integer.parseInt(request.header("Content-Length"));
    return new Request(request.head(), new String(in.readNBytes(length), UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
