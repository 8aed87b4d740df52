package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.json.EventJson;
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
  private static final int IDLE_MEGABYTES = 16;
  private static final int MOST_MEGABYTES = 64;
  private static final String IN_HEAP = "in-heap";
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

  private final List<Row> stored = new ArrayList<>();
  private final String siem;

  private Sinks(int port) {
    siem = "http://127.0.0.1:" + port + "/";
    for (int i = 0; i < EVENTS; i++) {
      String json =
          i % 2 == 0
              ? Events.login(i, Events.NOON.plusMillis(i)).json()
              : Events.command(Events.session(i % 50), i, Events.NOON.plusMillis(i)).json();
      stored.add(new Row(json.getBytes(UTF_8), Events.event(json).hash()));
    }
  }

  /// An event as our table has it: with its digest.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(byte[] json, String hash) {}

  public static void main(String[] args) throws Exception {
    Process siem = java(List.of(), SiemStandIn.class.getName());
    boolean held;
    try (BufferedReader said = reader(siem)) {
      int port = Integer.parseInt(said.readLine());
      if (args.length > 0 && args[0].equals(IN_HEAP)) {
        new Sinks(port).passOnce();
        held = true;
      } else {
        boolean measured = new Sinks(port).measure(List.of(args));
        held = heap() && measured;
      }
    } finally {
      siem.destroy();
    }
    System.exit(held ? 0 : 1);
  }

  private static Process java(List<String> flags, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /// All events at once to each sink, in a heap that has no more room than that.
  private static boolean heap() throws Exception {
    Process process =
        java(
            List.of("-XX:+UseSerialGC", "-Xmx" + (IDLE_MEGABYTES + MOST_MEGABYTES) + "m"),
            Sinks.class.getName(),
            IN_HEAP);
    try (BufferedReader said = reader(process)) {
      said.lines().forEach(System.out::println);
    }
    boolean held = process.waitFor() == 0;
    System.out.printf(
        "%,d events at once to each, in a heap of %d MB, of which idle takes %d: %s%n",
        EVENTS, IDLE_MEGABYTES + MOST_MEGABYTES, IDLE_MEGABYTES, held ? "held" : "NOT HELD");
    return held;
  }

  private void passOnce() {
    List<StoredEvent> all = stored.stream().map(Sinks::read).toList();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long idle = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    if (idle < IDLE_MEGABYTES / 2) {
      throw new IllegalStateException("idle takes " + idle + " MB; the heap is too large");
    }
    SETTINGS.forEach((type, more) -> {
      int done = open(type, more).deliver(all, () -> true).done();
      if (done != EVENTS) {
        throw new IllegalStateException(type + ": " + done);
      }
    });
    System.out.printf("idle, with all events in memory: %d MB%n", idle);
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

  private static StoredEvent read(Row row) {
    return switch (EventJson.known(new String(row.json(), UTF_8), row.hash(), Events.NOON)) {
      case AuditEvent event -> new StoredEvent(event.key(), event, false);
      case Refused refused -> throw new IllegalStateException(refused.detail());
    };
  }

  private void plain(HttpClient http) throws IOException, InterruptedException {
    for (int from = 0; from < EVENTS; from += BATCH) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
        for (Row row : stored.subList(from, from + BATCH)) {
          gzip.write(row.json());
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
