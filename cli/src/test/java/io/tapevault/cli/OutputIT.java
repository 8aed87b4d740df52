package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Results that cannot be written.
@Timeout(60)
final class OutputIT {

  private static final String TAPEVAULT =
      System.getProperty("java.home") + "/bin/java -jar " + Jar.ROOT + "/cli/target/tapevault.jar ";

  @TempDir private Path folder;

  @Test
  void a_full_disk_is_told_and_is_no_success() throws Exception {
    assertEquals(1, run(TAPEVAULT + "completion bash >/dev/full"));
    assertEquals("tapevault: the output could not be written: No space left on device\n", said());
  }

  @Test
  void the_same_for_help() throws Exception {
    assertEquals(1, run(TAPEVAULT + "forward --help >/dev/full"));
    assertTrue(said().contains("No space left on device"), said());
  }

  @Test
  void a_dash_is_standard_output() throws Exception {
    Path cast = Jar.SAMPLES.resolve("terminals/asciinema.cast");
    String convert = TAPEVAULT + "recordings convert " + cast + " -o - --to txt";
    assertEquals(0, run(convert + " | grep -q 'bold 你好'"));
    assertEquals("", said());
    assertFalse(Files.exists(Path.of("-")));
  }

  @Test
  void nobody_who_reads_on_ends_it_quietly() throws Exception {
    assertEquals(141, run(TAPEVAULT + "completion bash | true; exit ${PIPESTATUS[0]}"));
    assertEquals("", said());
  }

  @Test
  void a_reader_of_many_events_who_goes_away_ends_it_quietly(@TempDir Path data) throws Exception {
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      URI uri = vault.uri();
      try (HttpClient client = HttpClient.newHttpClient()) {
        for (int post = 0; post < 10; post++) {
          StringBuilder events = new StringBuilder();
          for (int i = 0; i < 10_000; i++) {
            events.append(
                "{\"event\":\"x\",\"uid\":\"%d-%d\",\"time\":\"%s\"}\n"
                    .formatted(post, i, Instant.now()));
          }
          HttpRequest request =
              HttpRequest.newBuilder(uri.resolve("/v1/events"))
                  .POST(HttpRequest.BodyPublishers.ofString(events.toString()))
                  .build();
          assertEquals(
              200, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
      }
      int status =
          run(
              TAPEVAULT
                  + "events search --limit 100000 --output ndjson --vault "
                  + uri
                  + " | head -1; exit ${PIPESTATUS[0]}");
      assertTrue(status == 0 || status == 141, "exit " + status);
      assertEquals("", said());
    }
  }

  private int run(String script) throws IOException, InterruptedException {
    return new ProcessBuilder("bash", "-c", script)
        .redirectError(folder.resolve("err.txt").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("err.txt"), UTF_8);
  }
}
