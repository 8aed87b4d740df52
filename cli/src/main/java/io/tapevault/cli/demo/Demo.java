package io.tapevault.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.SafeText;
import io.tapevault.event.Sha256;
import io.tapevault.search.AuditSearchEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/// The main job, step by step, and what came of it.
final class Demo {

  private static final ObjectMapper JSON = new ObjectMapper();
  // That somebody searches is an event, too, and none of those that were sent.
  private static final String ALL =
      "/v1/events?from=2000-01-01T00:00:00Z&limit=20&where="
          + URLEncoder.encode(
              "!equals(event, \"" + AuditSearchEvent.TYPE + "\")", StandardCharsets.UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final double SECONDS_TO_PLAY = 4;
  private static final double LONGEST_PAUSE = 0.3;

  private final DemoClient client;
  private final DemoWebhook webhook;
  private final Path samples;
  private final PrintWriter out;
  private final PrintWriter terminal;
  private int step;

  Demo(DemoClient client, DemoWebhook webhook, Path samples, Output output) {
    this.client = client;
    this.webhook = webhook;
    this.samples = samples;
    this.out = output.text();
    this.terminal = output.terminal();
  }

  /// Read back, not remembered.
  record Counts(int accepted, int duplicates, int stored, int delivered, int recordings) {}

  Counts run() throws IOException, InterruptedException {
    int accepted = postSamples("post every event of events-samples/accepted").accepted();
    int duplicates =
        postSamples("post them again, as a shipper does that saw no answer").duplicates();
    List<Path> recordings =
        files("recordings", "*.tar").stream().filter(Demo::isForTheDemo).toList();
    int untold = 0;
    for (Path recording : recordings) {
      untold += isTold(sid(recording)) ? 0 : 1;
      begin("upload " + recording.getFileName() + " with a ticket");
      client.upload(sid(recording), recording);
      done("stored");
    }
    int stored = search();
    int delivered = forwarded(stored);
    int kept = readBack(recordings);
    play(sid(recordings.getFirst()));
    Counts counts = new Counts(accepted, duplicates, stored, delivered, kept);
    check(counts, recordings.size(), untold);
    return counts;
  }

  /// Teleport's own `session.upload` counts, and there is one among the samples.
  private boolean isTold(String sid) throws IOException, InterruptedException {
    JsonNode events = client.get("/v1/events?type=session.upload&from=2000-01-01T00:00:00Z");
    return events.path("events").findValuesAsText("sid").contains(sid);
  }

  private record Posted(int accepted, int duplicates) {}

  private Posted postSamples(String what) throws IOException, InterruptedException {
    begin(what);
    int accepted = 0;
    int duplicates = 0;
    for (Path sample : files("accepted", "*.json")) {
      JsonNode answer = client.post("/v1/events", Files.readAllBytes(sample));
      accepted += answer.path("accepted").asInt();
      duplicates += answer.path("duplicates").asInt();
      if (!answer.path("refused").isEmpty()) {
        throw new IOException(sample + " was refused: " + answer.path("refused"));
      }
    }
    done(accepted + " accepted, " + duplicates + " duplicates");
    return new Posted(accepted, duplicates);
  }

  private int search() throws IOException, InterruptedException {
    begin("search: every event, in pages of 20");
    int stored = 0;
    int pages = 0;
    String cursor = "";
    do {
      JsonNode page =
          client.get(
              ALL
                  + (cursor.isEmpty()
                      ? ""
                      : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
      stored += page.path("events").size();
      cursor = page.path("cursor").asText();
      pages++;
    } while (!cursor.isEmpty());
    done(stored + " events on " + pages + " pages");
    return stored;
  }

  private int forwarded(int stored) throws IOException, InterruptedException {
    begin("forward every event to a webhook");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (webhook.delivered() < stored && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    done(webhook.delivered() + " delivered to " + webhook.uri());
    return webhook.delivered();
  }

  private int readBack(List<Path> recordings) throws IOException, InterruptedException {
    begin("read the recordings back");
    int same = 0;
    for (Path recording : recordings) {
      try (InputStream in = client.open("/v1/sessions/" + sid(recording) + "/recording")) {
        same +=
            Sha256.of(in.readAllBytes()).equals(Sha256.of(Files.readAllBytes(recording))) ? 1 : 0;
      }
    }
    done(same + " of " + recordings.size() + " are the very bytes");
    return same;
  }

  private void play(String sid) throws IOException, InterruptedException {
    JsonNode content = client.get("/v1/sessions/" + sid).path("recording").path("content");
    begin("play the first seconds of " + sid);
    done(
        content.path("user").asText()
            + " as "
            + content.path("login").asText()
            + ", "
            + content.path("duration_ms").asInt() / 1000
            + " s, "
            + content.path("format").asText());
    SafeText safe = new SafeText(Ansi.AUTO.enabled());
    double shown = 0;
    try (BufferedReader cast =
        new BufferedReader(
            new InputStreamReader(
                client.open("/v1/sessions/" + sid + "/recording.cast"), StandardCharsets.UTF_8))) {
      cast.readLine();
      for (String line = cast.readLine();
          line != null && shown < SECONDS_TO_PLAY;
          line = cast.readLine()) {
        JsonNode event = JSON.readTree(line);
        double time = event.path(0).asDouble();
        Thread.sleep((long) (1000 * Math.min(LONGEST_PAUSE, Math.max(0, time - shown))));
        shown = time;
        if (event.path(1).asText().equals("o")) {
          terminal.print(safe.filter(event.path(2).asText()));
          terminal.flush();
        }
      }
    }
    terminal.println(safe.reset());
    terminal.flush();
  }

  private void check(Counts counts, int uploads, int untold) throws IOException {
    int expected = counts.accepted() + untold;
    boolean right =
        counts.accepted() > 0
            && counts.duplicates() == counts.accepted()
            && counts.stored() == expected
            && counts.delivered() == expected
            && counts.recordings() == uploads
            && uploads > 0;
    if (!right) {
      throw new IOException(
          "the counts do not add up: " + counts + " with " + uploads + " uploads");
    }
  }

  private void begin(String what) {
    out.print(++step + ". " + what + " … ");
    out.flush();
  }

  private void done(String result) {
    out.println(result);
    out.flush();
  }

  private List<Path> files(String folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(samples.resolve(folder), glob)) {
      found.forEach(files::add);
    }
    if (files.isEmpty()) {
      throw new IOException("there is nothing in " + samples.resolve(folder));
    }
    Collections.sort(files);
    return files;
  }

  /// One of each format.
  private static boolean isForTheDemo(Path recording) {
    String name = recording.getFileName().toString();
    return name.endsWith(".2018.tar") || name.endsWith(".protostream.tar");
  }

  static String sid(Path recording) {
    String name = recording.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }
}
