package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.bench.SiemStandIn.Ports;
import io.tapevault.bench.SiemStandIn.Posted;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.json.EventJson;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryParking;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Events a second of CPU, from the JSON that was stored to the answer of a SIEM on loopback,
/// against `gzip` and the JDK's HttpClient for the same bytes: those that the sink sends. `stored`
/// is the same against the events' own bytes, in batches of 500 lines.
final class Sinks {

  private static final int EVENTS = 10_000;
  private static final int BATCH = 500;
  private static final int ROUNDS = 7;
  private static final double MOST = 2;
  private static final int IDLE_MEGABYTES = 16;
  private static final int MOST_MEGABYTES = 64;
  private static final String IN_HEAP = "in-heap";

  private final List<Row> stored = new ArrayList<>();
  private final Ports siem;

  private Sinks(Ports siem) {
    this.siem = siem;
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
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret");
    Process siem = java(List.of(), SiemStandIn.class.getName());
    boolean held;
    try (BufferedReader said = reader(siem)) {
      Ports ports = Ports.parse(said.readLine());
      if (args.length > 0 && args[0].equals(IN_HEAP)) {
        new Sinks(ports).passOnce();
        held = true;
      } else {
        boolean measured = new Sinks(ports).measure(List.of(args));
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
    for (SinkKind kind : SinkKind.all(siem)) {
      Deliver.Progress progress = open(kind).deliver(all, () -> true);
      if (progress.done() != EVENTS) {
        throw new IllegalStateException(kind.name() + ": " + progress.trouble());
      }
    }
    System.out.printf("idle, with all events in memory: %d MB%n", idle);
  }

  private interface Run {
    void run() throws Exception;
  }

  private boolean measure(List<String> only) throws Exception {
    boolean held = true;
    SameBytes plain = new SameBytes(plain(), siem);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (SinkKind kind : SinkKind.all(siem)) {
        if (only.isEmpty() || only.contains(kind.name())) {
          held &= measure(kind, plain, http);
        }
      }
    }
    return held;
  }

  private boolean measure(SinkKind kind, SameBytes plain, HttpClient http) throws Exception {
    SameBytes same = same(kind);
    Deliver deliver = open(kind);
    List<Double> least = new ArrayList<>();
    List<Double> base = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    for (int round = -2; round < ROUNDS; round++) {
      if (round == 0) {
        // All before is compiled by now.
        least.clear();
        base.clear();
        ours.clear();
      }
      least.add(cpu(kind.passes(), () -> plain.send(http)));
      base.add(cpu(kind.passes(), () -> same.send(http)));
      ours.add(cpu(kind.passes(), () -> all(deliver)));
    }
    double ratio = median(ours) / median(base);
    System.out.printf(
        "%-13s %7.0f events a CPU second, %5.1f µs and %4d bytes each; the same bytes %5.1f µs:"
            + " %.2f times; stored (%d bytes) %.2f times%n",
        kind.name(),
        EVENTS / median(ours),
        micros(ours),
        same.bytes() / EVENTS,
        micros(base),
        ratio,
        plain.bytes() / EVENTS,
        median(ours) / median(least));
    return ratio <= MOST;
  }

  private static double micros(List<Double> seconds) {
    return median(seconds) / EVENTS * 1e6;
  }

  /// What this sink sends for all events.
  private SameBytes same(SinkKind kind) throws IOException {
    List<Posted> posted = Collections.synchronizedList(new ArrayList<>());
    try (SiemStandIn recording = SiemStandIn.start(posted::add)) {
      SinkKind there =
          SinkKind.all(recording.ports()).stream()
              .filter(one -> one.type() == kind.type())
              .findFirst()
              .orElseThrow();
      all(open(there));
    }
    return new SameBytes(posted, siem);
  }

  private List<Posted> plain() {
    List<Posted> bodies = new ArrayList<>();
    for (int from = 0; from < EVENTS; from += BATCH) {
      StringBuilder lines = new StringBuilder();
      for (Row row : stored.subList(from, from + BATCH)) {
        lines.append(new String(row.json(), UTF_8)).append('\n');
      }
      bodies.add(new Posted("POST", "/plain", true, lines.toString().getBytes(UTF_8)));
    }
    return bodies;
  }

  private static Deliver open(SinkKind kind) {
    return new Deliver(
        kind.name(),
        io.tapevault.siem.Sinks.open(kind.spec(), InstantSource.system()),
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

  private static double cpu(int passes, Run run) throws Exception {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = os.getProcessCpuTime();
    for (int pass = 0; pass < passes; pass++) {
      run.run();
    }
    return (os.getProcessCpuTime() - before) / (double) TimeUnit.SECONDS.toNanos(1) / passes;
  }

  private static double median(List<Double> all) {
    return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }
}
