package io.tapevault.testkit.siem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/// A receiver on this machine that answers as it is told to, well or badly, byte for byte, and
/// remembers what it was sent.
public final class FaultySiem implements AutoCloseable {

  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private volatile Answer answer;

  private FaultySiem(ServerSocket server, Answer answer) {
    this.server = server;
    this.answer = answer;
  }

  /// A request, the names of its headers in lower case, its body unpacked, as UTF-8; of protobuf
  /// each byte is a character.
  public record Request(String method, String target, Map<String, String> headers, String body) {

    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  public static FaultySiem start(Answer answer) throws IOException {
    FaultySiem siem =
        new FaultySiem(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), answer);
    Thread.ofVirtual().start(siem::accept);
    return siem;
  }

  /// One that speaks TLS and asks its clients who they are.
  public static FaultySiem start(Answer answer, SSLContext tls) throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            tls.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    FaultySiem siem = new FaultySiem(server, answer);
    Thread.ofVirtual().start(siem::accept);
    return siem;
  }

  /// From now on it answers so.
  public void answer(Answer other) {
    answer = other;
  }

  public URI uri() {
    return URI.create(
        (server instanceof SSLServerSocket ? "https" : "http")
            + "://127.0.0.1:"
            + server.getLocalPort()
            + "/hook?tenant=7");
  }

  /// What it was sent, in order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        // A body is not to wait until its head has arrived.
        connection.setTcpNoDelay(true);
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (!connection.isClosed()) {
        Request request = read(in);
        requests.add(request);
        answer.to(request, connection);
      }
    } catch (IOException e) {
      // The other side has gone, or this one is closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if ("gzip".equals(headers.get("content-encoding"))
        || "application/gzip".equals(headers.get("content-type"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    boolean binary = "application/x-protobuf".equals(headers.get("content-type"));
    return new Request(first[0], first[1], headers, new String(body, binary ? ISO_8859_1 : UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append(new String(new byte[] {(byte) c}, ISO_8859_1));
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
