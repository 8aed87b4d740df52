package io.tapevault.witnesses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.testkit.siem.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// VictoriaLogs, and questions to it in its own language.
final class VictoriaLogs implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServerProcess process;
  private final int port;
  private final int syslogPort;

  private VictoriaLogs(ServerProcess process, int port, int syslogPort) {
    this.process = process;
    this.port = port;
    this.syslogPort = syslogPort;
  }

  static VictoriaLogs start(Path folder, Identity identity)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path program = Installed.file("VictoriaLogs", "bin/victoria-logs");
    Path certificate = Files.writeString(folder.resolve("certificate.pem"), identity.certificate());
    Path key = Files.writeString(folder.resolve("key.pem"), identity.key());
    int port = ServerProcess.freePort();
    int syslogPort = ServerProcess.freePort();
    List<String> command =
        List.of(
            program.toString(),
            "-storageDataPath=" + folder.resolve("data"),
            "-httpListenAddr=127.0.0.1:" + port,
            // Without, it keeps seven days and says nothing of what is older.
            "-retentionPeriod=100y",
            "-insert.maxLineSizeBytes=2MiB",
            // Otherwise the members of a line that is JSON stand in its place.
            "-loki.disableMessageParsing",
            "-syslog.listenAddr.tcp=127.0.0.1:" + syslogPort,
            "-syslog.tls",
            "-syslog.tlsCertFile=" + certificate,
            "-syslog.tlsKeyFile=" + key);
    return new VictoriaLogs(
        ServerProcess.start(command, Map.of(), port, folder.resolve("log")), port, syslogPort);
  }

  String uri(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  String syslog() {
    return "tls://127.0.0.1:" + syslogPort;
  }

  /// The rows that the query finds, once they are so many.
  List<JsonNode> rows(String query, int count) throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    process.await(() -> {
      rows.clear();
      rows.addAll(rows(query));
      return rows.size() >= count;
    });
    return rows;
  }

  private List<JsonNode> rows(String query) throws IOException, InterruptedException {
    String path = "/select/logsql/query?limit=100000&query=" + URLEncoder.encode(query, UTF_8);
    String answer =
        http.send(HttpRequest.newBuilder(URI.create(uri(path))).build(), BodyHandlers.ofString())
            .body();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : answer.split("\n", -1)) {
      if (!line.isEmpty()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
