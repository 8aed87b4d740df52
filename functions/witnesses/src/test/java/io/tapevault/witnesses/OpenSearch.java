package io.tapevault.witnesses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/// OpenSearch in this JVM, on a free port of this machine, and questions to it.
final class OpenSearch implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Node node;

  private OpenSearch(Node node) {
    this.node = node;
  }

  static OpenSearch start(Path home) throws NodeValidationException {
    Settings settings =
        Settings.builder()
            .put("path.home", home.toString())
            .put("discovery.type", "single-node")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("http.port", "0")
            .put("transport.port", "0")
            .put("network.host", "127.0.0.1")
            .put("bootstrap.system_call_filter", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    Node node = new WithNetty(settings);
    node.start();
    return new OpenSearch(node);
  }

  private static final class WithNetty extends Node {

    WithNetty(Settings settings) {
      super(
          InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "witness"),
          List.of(
              new PluginInfo(
                  "netty4",
                  "HTTP",
                  "3.3.0",
                  Version.CURRENT,
                  "21",
                  Netty4ModulePlugin.class.getName(),
                  null,
                  List.of(),
                  false)),
          false);
    }
  }

  URI uri() {
    int port =
        node.injector()
            .getInstance(HttpServerTransport.class)
            .boundAddress()
            .publishAddress()
            .getPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Asks, and fails where the answer is none.
  JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri().resolve(path))
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// All documents, by their id; what is there under one id more than once fails.
  Map<String, JsonNode> documents(String index) throws IOException, InterruptedException {
    ask("POST", "/" + index + "/_refresh", "");
    JsonNode hits = ask("GET", "/" + index + "/_search?size=10000", "").at("/hits/hits");
    Map<String, JsonNode> documents = new TreeMap<>();
    for (JsonNode hit : hits) {
      if (documents.put(hit.path("_id").asText(), hit.path("_source")) != null) {
        throw new IOException("two documents have the id " + hit.path("_id"));
      }
    }
    return documents;
  }

  @Override
  public void close() throws IOException {
    node.close();
    http.close();
  }
}
