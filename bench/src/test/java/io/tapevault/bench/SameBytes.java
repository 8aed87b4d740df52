package io.tapevault.bench;

import io.tapevault.bench.SiemStandIn.Ports;
import io.tapevault.bench.SiemStandIn.Posted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Sends what a sink sent, byte for byte but for who asks, by `gzip` and the JDK's HttpClient, also
/// where the sink packs nothing; over syslog by `gzip` and a socket.
record SameBytes(List<Posted> posted, Ports ports) {

  SameBytes {
    posted = List.copyOf(posted);
  }

  long bytes() {
    return posted.stream().mapToLong(one -> one.body().length).sum();
  }

  void send(HttpClient http) throws IOException, InterruptedException {
    for (Posted one : posted) {
      if (one.method().equals("SYSLOG")) {
        syslog(one.body());
      } else {
        post(http, one);
      }
    }
  }

  private void post(HttpClient http, Posted one) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.http() + one.path()))
            .method(one.method(), BodyPublishers.ofByteArray(gzip(one.body())));
    http.send(request.build(), BodyHandlers.discarding());
  }

  static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }

  private void syslog(byte[] frames) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.syslog())) {
      OutputStream out = socket.getOutputStream();
      out.write(gzip(frames));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
  }
}
