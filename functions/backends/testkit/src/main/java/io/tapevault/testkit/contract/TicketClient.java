package io.tapevault.testkit.contract;

import io.tapevault.event.Sha256;
import io.tapevault.recording.Crc64Nvme;
import io.tapevault.recording.UploadTickets.Ticket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Uploads as a node does: by an HTTP client that knows nothing but the ticket.
final class TicketClient {

  // These an HTTP client sets by itself, out of the body and the URL.
  private static final Set<String> SET_BY_THE_CLIENT = Set.of("content-length", "host");
  private static final int TRIES = 10;

  private TicketClient() {}

  /// A server that refuses may close the connection before it has read the body, and its answer may
  /// be lost behind the bytes that are still under way: then the request is made again, as a node
  /// does it.
  static HttpResponse<String> send(Ticket ticket, byte[] body)
      throws IOException, InterruptedException {
    return send(ticket, BodyPublishers.ofByteArray(body));
  }

  static HttpResponse<String> send(Ticket ticket, BodyPublisher body)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return sendOnce(ticket, body);
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /// Over a connection of its own: one that refused an upload unread is closed behind it.
  static HttpResponse<String> sendOnce(Ticket ticket, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ticket.url())
            .timeout(Duration.ofSeconds(30))
            .method(ticket.method(), body);
    settable(ticket).forEach(name -> request.header(name, header(ticket, name)));
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  /// The names of the headers that a client sets itself.
  static Set<String> settable(Ticket ticket) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(ticket.headers().keySet());
    SET_BY_THE_CLIENT.forEach(names::remove);
    return names;
  }

  static String header(Ticket ticket, String name) {
    return ticket.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no header " + name + " in " + ticket))
        .getValue();
  }

  static Ticket at(Ticket ticket, String url) {
    return new Ticket(ticket.method(), URI.create(url), ticket.headers(), ticket.expires());
  }

  static Ticket by(Ticket ticket, String method) {
    return new Ticket(method, ticket.url(), ticket.headers(), ticket.expires());
  }

  static Ticket with(Ticket ticket, String header, String value) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(ticket.headers());
    headers.put(header, value);
    return new Ticket(ticket.method(), ticket.url(), headers, ticket.expires());
  }

  static Ticket without(Ticket ticket, String header) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(ticket.headers());
    headers.remove(header);
    return new Ticket(ticket.method(), ticket.url(), headers, ticket.expires());
  }

  static String describe(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.body();
  }

  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] oneBitOff(byte[] bytes) {
    byte[] off = bytes.clone();
    off[bytes.length - 1] ^= 1;
    return off;
  }

  static byte[] longer(byte[] bytes, int by) {
    return Arrays.copyOf(bytes, bytes.length + by);
  }

  static String sha256(byte[] bytes) {
    return Sha256.of(bytes);
  }

  static String crc64nvme(byte[] bytes) {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(bytes);
    return crc.base64();
  }
}
