package io.tapevault.witnesses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that others wrote send to a vault, set up as docs/how-to says.
final class SendersTest {

  @TempDir private Path folder;
  private OpenVault vault;
  private Path lines;

  @BeforeEach
  void start() throws IOException {
    vault = OpenVault.start(folder);
    lines = Files.write(folder.resolve("events.ndjson"), OpenVault.EVENTS);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-d @events.ndjson",
        "--data-binary @events.ndjson",
        "--json @events.ndjson",
        "-T events.ndjson",
        "-T events.ndjson -H Expect:100-continue",
        "-T -",
        "-F file=@events.ndjson",
        "--data-binary @events.ndjson -H Content-Type:application/x-protobuf",
        "--data-binary @events.ndjson -H Content-Type:text/xml --http2"
      })
  void curl_in_all_its_forms(String form) throws Exception {
    for (String path : List.of("/in/v1/events", "/v1/events", "/in/logs")) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "curl",
                  "-sS",
                  "--fail-with-body",
                  "-H",
                  "Authorization: Bearer " + vault.token()));
      command.addAll(List.of(form.split(" ")));
      command.add(vault.at(path).toString());
      assertTrue(vault.run(lines, command).startsWith("0 "), () -> form + path);
      assertEquals(OpenVault.sent(), vault.events(), form + path);
    }
  }

  @Test
  void what_the_page_about_curl_says() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("curl.sh"), "set -e\n" + vault.documented("curl.md", "sh"));
    String said = vault.run(lines, List.of("bash", script.toString()));
    assertTrue(said.startsWith("0 "), said);
    assertEquals(4, vault.events().size());
  }

  @Test
  void curl_with_a_wrong_token() throws Exception {
    String said =
        vault.run(
            lines,
            List.of(
                "curl",
                "-sS",
                "-o",
                "x",
                "-w",
                "%{http_code} %{size_upload}",
                "-H",
                "Authorization: Bearer tv_0000000000000000_" + "0".repeat(64),
                "-T",
                "events.ndjson",
                "-H",
                "Expect: 100-continue",
                vault.at("/in/v1/events").toString()));
    assertEquals("0 401 0", said);
    assertEquals(List.of(), vault.events());
  }

  @Test
  void syslog_ng_as_its_page_says() throws Exception {
    Path program = Installed.file("syslog-ng", "debian/usr/sbin/syslog-ng");
    Installed.file("syslog-ng http()", "debian/usr/lib/syslog-ng/3.38/libhttp.so");
    Path root = Installed.HOME.resolve("debian");
    String settings =
        "@version: 3.38\noptions { keep-hostname(yes); use-dns(no); };\n"
            + "source s { file(\""
            + lines
            + "\" follow-freq(1) flags(no-parse)); };\n"
            + vault.documented("syslog-ng.md", "").replace("/var/lib/syslog-ng", folder.toString())
            + "log { source(s); destination(d_tapevault); };\n";
    Path file = Files.writeString(folder.resolve("syslog-ng.conf"), settings);
    Path log = folder.resolve("log");
    Process process =
        process(
            log,
            Map.of(
                "LD_LIBRARY_PATH",
                Installed.folders(root, "usr/lib/syslog-ng", "usr/lib/*", "lib/*")),
            List.of(
                program.toString(),
                "--foreground",
                "--stderr",
                "--no-caps",
                "--cfgfile=" + file,
                "--module-path=" + root.resolve("usr/lib/syslog-ng/3.38"),
                "--persist-file=" + folder.resolve("persist"),
                "--pidfile=" + folder.resolve("pid"),
                "--control=" + folder.resolve("control")));
    try {
      assertEquals(OpenVault.sent(), vault.arrived(3), () -> read(log));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void opentelemetrys_collector_as_its_page_says() throws Exception {
    Path program = Installed.file("OpenTelemetry Collector", "bin/otelcol");
    int port = ServerProcess.freePort();
    String documented = vault.documented("opentelemetry.md", "yaml");
    String settings =
        "receivers:\n  otlp:\n    protocols:\n      http:\n        endpoint: 127.0.0.1:"
            + port
            + "\n"
            + documented
                .substring(documented.indexOf("exporters:"))
                .replace("[file_log]", "[otlp]")
                .replace("service:\n", "service:\n  telemetry:\n    metrics:\n      level: none\n");
    Path file = Files.writeString(folder.resolve("otelcol.yaml"), settings);
    try (ServerProcess collector =
        ServerProcess.start(
            List.of(program.toString(), "--config", file.toString()),
            Map.of(),
            port,
            folder.resolve("log"))) {
      for (String event : OpenVault.EVENTS) {
        String text = new ObjectMapper().writeValueAsString(event);
        Path one =
            Files.writeString(
                folder.resolve("one.json"),
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":"
                    + text
                    + "}}]}]}]}");
        String said =
            vault.run(
                one,
                List.of(
                    "curl", "-sS", "--json", "@one.json", "http://127.0.0.1:" + port + "/v1/logs"));
        assertTrue(said.startsWith("0 "), said);
      }
      collector.await(() -> vault.events().size() >= 3);
      assertEquals(OpenVault.sent(), vault.events());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"splunk_handler", "opentelemetry"})
  void python(String client) throws Exception {
    Path python = Installed.file("Python", "python/bin/python");
    String script =
        client.equals("opentelemetry")
            ? """
            import sys, logging
            from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
            from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
            from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
            provider = LoggerProvider()
            provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(
                endpoint=sys.argv[1] + '/in/v1/logs', headers={'authorization': 'Bearer ' + sys.argv[2]})))
            log = logging.getLogger('w'); log.setLevel('INFO'); log.addHandler(LoggingHandler(logger_provider=provider))
            for line in sys.stdin: log.info(line.strip())
            provider.shutdown()
            """
            : """
            import sys, logging
            from urllib.parse import urlparse
            from splunk_handler import SplunkHandler
            url = urlparse(sys.argv[1])
            handler = SplunkHandler(host=url.hostname, port=str(url.port), token=sys.argv[2], index='main', protocol='http', flush_interval=1)
            log = logging.getLogger('w'); log.setLevel('INFO'); log.addHandler(handler)
            for line in sys.stdin: log.info(line.strip())
            import time; time.sleep(2); handler.shutdown()
            """;
    Path file = Files.writeString(folder.resolve("send.py"), script);
    String said =
        vault.run(
            lines,
            List.of(python.toString(), file.toString(), vault.at("").toString(), vault.token()));
    List<JsonNode> arrived = vault.arrived(3);
    assertEquals(OpenVault.sent(), arrived, said);
  }

  private Process process(Path log, Map<String, String> more, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(more);
    return builder.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
