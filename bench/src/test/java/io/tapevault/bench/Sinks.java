package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryParking;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/// Events a second of CPU, from the JSON that was stored to the answer of a SIEM on loopback,
/// against `gzip` and the JDK's HttpClient for the same JSON in batches of the same size.
final class Sinks {

  private static final int EVENTS = 10_000;
  private static final int BATCH = 500;
  private static final int ROUNDS = 7;
  private static final int PASSES = 10;
  private static final double MOST = 2;
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "webhook", "\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
              "datadog", "\"secret\":\"k\"",
              "elasticsearch", "\"secret\":\"k\"",
              "loki", "\"tenant\":\"t\"",
              "new_relic", "\"secret\":\"k\"",
              "otlp", "\"encoding\":\"json\"",
              "splunk_hec", "\"secret\":\"k\"",
              "sumo_logic", "\"category\":\"c\""));

  private final List<byte[]> stored = new ArrayList<>();
  private final String siem;

  private Sinks(int port) {
    siem = "http://127.0.0.1:" + port + "/";
    for (int i = 0; i < EVENTS; i++) {
      String json =
          i % 2 == 0
              ? Events.login(i, Events.NOON.plusMillis(i)).json()
              : Events.command(Events.session(i % 50), i, Events.NOON.plusMillis(i)).json();
      stored.add(json.getBytes(UTF_8));
    }
  }

  public static void main(String[] args) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                SiemStandIn.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      boolean held = new Sinks(Integer.parseInt(said.readLine())).measure(List.of(args));
      process.destroy();
      System.exit(held ? 0 : 1);
    } finally {
      process.destroy();
    }
  }

  private interface Run {
    void run() throws Exception;
  }

  private boolean measure(List<String> only) throws Exception {
    boolean held = true;
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (Map.Entry<String, String> sink : SETTINGS.entrySet()) {
        if (!only.isEmpty() && !only.contains(sink.getKey())) {
          continue;
        }
        Deliver deliver = open(sink.getKey(), sink.getValue());
        List<Double> base = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int round = -2; round < ROUNDS; round++) {
          if (round == 0) {
            // All before is compiled by now.
            base.clear();
            ours.clear();
          }
          base.add(cpu(() -> plain(http)));
          ours.add(cpu(() -> all(deliver)));
        }
        double ratio = median(ours) / median(base);
        held &= ratio <= MOST;
        System.out.printf(
            "%-14s %7.0f events a CPU second, %4.1f µs each; gzip and HttpClient %4.1f µs; %.2f times%n",
            sink.getKey(),
            EVENTS / median(ours),
            median(ours) / EVENTS * 1e6,
            median(base) / EVENTS * 1e6,
            ratio);
      }
    }
    return held;
  }

  private Deliver open(String type, String more) {
    SinkSpec spec =
        SinkSpec.parse(
            "{\"name\":\"%s\",\"%s\":\"%s%s\",\"allow\":\"127.0.0.1\",%s}"
                .formatted(type, type, siem, type, more));
    return new Deliver(
        type,
        io.tapevault.siem.Sinks.open(spec, InstantSource.system()),
        new MemoryParking(InstantSource.system(), Retention.DEFAULT),
        Rules.RAW);
  }

  private void all(Deliver deliver) {
    for (int from = 0; from < EVENTS; from += BATCH) {
      List<StoredEvent> batch =
          stored.subList(from, from + BATCH).stream().map(Sinks::read).toList();
      Deliver.Progress progress = deliver.deliver(batch, () -> true);
      if (progress.done() != BATCH) {
        throw new IllegalStateException(deliver.name() + ": " + progress.trouble());
      }
    }
  }

  private static StoredEvent read(byte[] json) {
    var event = Events.event(new String(json, UTF_8));
    return new StoredEvent(event.key(), event, false);
  }

  private void plain(HttpClient http) throws IOException, InterruptedException {
    for (int from = 0; from < EVENTS; from += BATCH) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
        for (byte[] json : stored.subList(from, from + BATCH)) {
          gzip.write(json);
          gzip.write('\n');
        }
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(siem + "plain"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
              .build();
      http.send(request, HttpResponse.BodyHandlers.discarding());
    }
  }

  private static double cpu(Run run) throws Exception {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = os.getProcessCpuTime();
    for (int pass = 0; pass < PASSES; pass++) {
      run.run();
    }
    return (os.getProcessCpuTime() - before) / (double) TimeUnit.SECONDS.toNanos(1) / PASSES;
  }

  private static double median(List<Double> all) {
    return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }
}
