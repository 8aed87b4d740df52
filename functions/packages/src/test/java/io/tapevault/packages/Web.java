package io.tapevault.packages;

import io.tapevault.recording.UploadTickets.Ticket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Somebody with a URL and no credentials: a node with a recording, an auditor.
final class Web {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Web() {}

  static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  /// Uses a ticket. The status is S3's.
  static int put(Ticket ticket, byte[] bytes) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ticket.url())
            .method(ticket.method(), BodyPublishers.ofByteArray(bytes));
    for (Map.Entry<String, String> header : ticket.headers().entrySet()) {
      // The client says the length by itself.
      if (!header.getKey().equalsIgnoreCase("content-length")) {
        request.header(header.getKey(), header.getValue());
      }
    }
    return send(request).statusCode();
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
  }
}
