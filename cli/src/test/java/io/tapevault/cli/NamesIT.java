package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Names that somebody chose who is watched: no byte of them acts on the terminal of who watches.
@Timeout(120)
final class NamesIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String EVIL =
      "\u001b]0;title\u0007\u001b[6n\u001b[8m\u009b6n\u202eevil\u2066\u200f";
  private static final String EVIL_JSON =
      "\\u001b]0;title\\u0007\\u001b[6n\\u001b[8m\\u009b6n\\u202eevil\\u2066\\u200f\u009b\u202e";

  // Controls but line ends and tabs, and what turns the direction of writing.
  private static final Pattern ACTING =
      Pattern.compile(
          "[\\p{Cc}\\x{61c}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}&&[^\n\r\t]]");

  @TempDir private Path folder;

  @Test
  void names_in_the_terminal_of_the_demo() throws Exception {
    Path samples = folder.resolve("samples");
    copy(Jar.SAMPLES.resolve("accepted"), samples.resolve("accepted"));
    Files.createDirectories(samples.resolve("recordings"));
    Files.write(samples.resolve("recordings/" + SID + ".2018.tar"), recording());
    try (Jar demo = Jar.start(folder, "demo", "--samples", samples.toString())) {
      assertEquals(0, demo.exit(), demo.said());
      assertHarmless(demo.printed());
      assertTrue(demo.printed().contains("\\u202eevil"), demo.printed());
      assertHarmless(demo.said());
    }
  }

  @Test
  void names_in_a_message_of_a_failure() throws Exception {
    Path samples = folder.resolve("samples");
    copy(Jar.SAMPLES.resolve("recordings"), samples.resolve("recordings"));
    Files.createDirectories(samples.resolve("accepted"));
    Files.writeString(
        samples.resolve("accepted/broken.json"),
        "{\"event\":\"x\",\"uid\":\"" + EVIL_JSON + "\",\"time\":\"" + EVIL_JSON + "\"}");
    try (Jar demo = Jar.start(folder, "demo", "--samples", samples.toString())) {
      assertEquals(1, demo.exit());
      assertTrue(demo.said().contains("was refused"), demo.said());
      assertHarmless(demo.said() + demo.printed());
    }
  }

  @Test
  void names_in_what_curl_prints() throws Exception {
    String data = folder.resolve("data").toString();
    try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", data)) {
      Vault vault = new Vault(local.uri());
      vault.post(
          "/v1/events",
          "{\"event\":\"session.start\",\"uid\":\"u\",\"ei\":0,\"sid\":\""
              + SID
              + "\",\"user\":\""
              + EVIL_JSON
              + "\",\""
              + EVIL_JSON
              + "\":1}");
      byte[] recording = recording();
      vault.upload(SID, recording, Sha256.of(recording));
      Map<String, String> printed = new TreeMap<>();
      for (String path :
          new String[] {
            "/v1/events",
            "/v1/sessions/" + SID,
            "/v1/sessions/" + SID + "/events",
            "/v1/sessions/" + SID + "/recording.cast?partial=true"
          }) {
        printed.put(path, new String(vault.get(path), UTF_8));
      }
      printed.forEach((path, text) -> {
        assertTrue(text.contains("evil"), path + ": " + text);
        assertHarmless(text);
      });
    }
  }

  private static void assertHarmless(String printed) {
    assertEquals(
        List.of(), ACTING.matcher(printed).results().map(MatchResult::group).toList(), printed);
  }

  private byte[] recording() throws IOException {
    String start =
        ("{\"event\":\"session.start\",\"ei\":0,\"size\":\"80:24\",\"login\":\"%s\",\"user\":\"%s\","
                + "\"server_hostname\":\"%s\",\"sid\":\"%s\",\"time\":\"2018-03-22T13:19:32.034Z\"}\n")
            .formatted(EVIL_JSON, EVIL_JSON, EVIL_JSON, SID);
    String print =
        "{\"event\":\"print\",\"ei\":1,\"ci\":0,\"bytes\":%d,\"ms\":0,\"offset\":0,\"time\":\"2018-03-22T13:19:32.039Z\"}\n"
            .formatted(EVIL.getBytes(UTF_8).length);
    String end =
        "{\"event\":\"session.end\",\"ei\":2,\"sid\":\"%s\",\"time\":\"2018-03-22T13:19:33.034Z\"}\n"
            .formatted(SID);
    Path parts = Files.createDirectories(folder.resolve("parts"));
    Files.writeString(parts.resolve(SID + ".index"), file("events") + file("chunks"));
    Files.write(parts.resolve(SID + "-0.events.gz"), gzip(start + print + end));
    Files.write(parts.resolve(SID + "-0.chunks.gz"), gzip(EVIL));
    return new ProcessBuilder(
            "tar", "cf", "-", SID + ".index", SID + "-0.events.gz", SID + "-0.chunks.gz")
        .directory(parts.toFile())
        .start()
        .getInputStream()
        .readAllBytes();
  }

  private static String file(String type) {
    return "{\"file_name\":\"%s-0.%s.gz\",\"type\":\"%s\",\"index\":0,\"offset\":0}\n"
        .formatted(SID, type, type);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(text.getBytes(UTF_8));
    }
    return zipped.toByteArray();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    }
  }
}
