package io.tapevault.cli.cost;

import io.tapevault.cli.cost.Prices.Item;
import io.tapevault.settings.Retention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What a deployment costs a month once its retention is full of events, as its template is today.
/// Numbers of calls follow from the template and the code; how long functions run and how large
/// their logs are is assumed, on the large side.
final class Cost {

  static final double DAYS = 365.0 / 12;
  static final double HOURS = 24 * DAYS;
  private static final double SECONDS = 3600 * HOURS;
  static final double GB = 1e9;
  private static final double KIB = 1024;

  // Key, index, digest and the names of attributes; then what DynamoDB adds to each stored item.
  private static final int ATTRIBUTES = 280;
  private static final int STORED = 100;
  private static final int INDEXES = 1;
  private static final int STREAM_BATCH = 500;
  private static final int RECEIPT = 16;
  // Five pollers that wait 20 s each: what an empty queue costs.
  private static final double POLLS = SECONDS / 20 * 5;
  private static final int FIXED_ALARMS = 15;
  private static final int SIEM_ALARMS = 5;
  private static final int FIXED_METRICS = 6;
  private static final int SIEM_METRICS = 6;
  private static final int LOG_BYTES = 1500;
  private static final double LOG_MONTHS = 3;
  // The recording, what is derived of it, its transcripts, notices and tags; then what is looked
  // at.
  static final int PUTS = 12;
  static final int GETS = 20;
  // Casts, pieces and transcripts beside the recording.
  private static final double DERIVED = 1.5;
  private static final int DISK_GB = 10;

  /// What is asked.
  record Load(
      double eventsPerDay,
      double sessionsPerDay,
      int eventBytes,
      int eventsPerRequest,
      double recordingMegabytes,
      int retentionDays,
      int siems) {}

  /// A function, its memory in MB as the template has it, and how long a call takes.
  enum Function {
    INGEST("IngestFunction", 1024, 0.06),
    FORWARD("ForwardFunction", 1024, 0.05),
    CATALOGUE("CatalogueFunction", 1024, 0.08),
    DELIVER("DeliverFunction", 1024, 0.3),
    RECONCILE("ReconcileFunction", 1769, 2),
    INDEX("IndexFunction", 1769, 2),
    WATCH("WatchFunction", 1024, 1),
    RETAIN("RetainFunction", 1024, 2),
    PLAYBACK("PlaybackFunction", 1769, 0.1);

    final String handler;
    final int memory;
    final double seconds;

    Function(String handler, int memory, double seconds) {
      this.handler = handler;
      this.memory = memory;
      this.seconds = seconds;
    }
  }

  /// So much of something in a month, for a purpose.
  record Line(String purpose, Item item, double quantity, double usd) {}

  /// What a table costs of the class that the deployment gives it.
  private record Table(Item write, Item read, Item storage) {
    static Table of(Load load) {
      return load.retentionDays() < Retention.SELDOM_READ_DAYS
          ? new Table(Item.TABLE_WRITE, Item.TABLE_READ, Item.TABLE_STORAGE)
          : new Table(Item.SELDOM_WRITE, Item.SELDOM_READ, Item.SELDOM_STORAGE);
    }
  }

  private record Use(String purpose, Item item) {}

  // What was added to last is last.
  private final SequencedMap<Use, Double> quantities = new LinkedHashMap<>();
  private final Table table;

  private Cost(Table table) {
    this.table = table;
  }

  static List<Line> of(Load load, Prices prices) {
    Cost cost = new Cost(Table.of(load));
    cost.events(load);
    cost.siems(load);
    cost.sessions(load);
    cost.always(load);
    return cost.quantities.entrySet().stream()
        .map(one -> line(one.getKey(), one.getValue(), prices))
        .toList();
  }

  private static Line line(Use use, double quantity, Prices prices) {
    return new Line(use.purpose(), use.item(), quantity, prices.of(use.item(), quantity));
  }

  static double usd(List<Line> lines) {
    return lines.stream().mapToDouble(Line::usd).sum();
  }

  static double usd(List<Line> lines, String... purposes) {
    return usd(
        lines.stream()
            .filter(line -> Stream.of(purposes).anyMatch(line.purpose()::equals))
            .toList());
  }

  private void events(Load load) {
    double events = load.eventsPerDay() * DAYS;
    double requests = events / load.eventsPerRequest();
    int bytes = load.eventBytes() + ATTRIBUTES;
    add("events", Item.API_REQUEST, requests);
    call("events", Function.INGEST, requests);
    add("events", table.write(), events * Math.ceil(bytes / KIB) * (1 + INDEXES));
    // A batch is what came within a second; there are no more than requests.
    double batches = batches(load);
    call("events", Function.FORWARD, batches);
    queue("events", batches);
    call("events", Function.CATALOGUE, batches);
    add("events", table.read(), events);
    double stored = load.eventsPerDay() * load.retentionDays() * (bytes + STORED) / GB;
    add("storage", table.storage(), stored * (1 + INDEXES));
    add("storage", Item.TABLE_BACKUP, stored);
  }

  static double batches(Load load) {
    double events = load.eventsPerDay() * DAYS;
    double requests = events / load.eventsPerRequest();
    return Math.max(events / STREAM_BATCH, Math.min(requests, SECONDS));
  }

  private void siems(Load load) {
    if (load.siems() == 0) {
      return;
    }
    double events = load.eventsPerDay() * DAYS * load.siems();
    double batches = batches(load) * load.siems();
    queue("siems", batches);
    add("siems", Item.QUEUE_REQUEST, POLLS * load.siems());
    call("siems", Function.DELIVER, batches);
    call("siems", Function.RECONCILE, 4 * HOURS);
    // Each event is read to be sent, and once more to be compared; receipts are no events.
    add("siems", table.read(), 2 * events * Math.ceil(load.eventBytes() / (4 * KIB)));
    double receipt = RECEIPT * events / Math.max(1, batches) + 200;
    add("siems", table.write(), batches * Math.ceil(receipt / KIB));
    add("siems", Item.DATA_OUT, events * load.eventBytes() / GB);
    // One more, where there is any.
    add("siems", Item.ALARM_MONTH, SIEM_ALARMS * load.siems() + Math.min(1, load.siems()));
    add("siems", Item.METRIC_MONTH, SIEM_METRICS * load.siems());
  }

  private void sessions(Load load) {
    double sessions = load.sessionsPerDay() * DAYS;
    // Announced, then looked at once.
    add("recordings", Item.API_REQUEST, 4 * sessions);
    call("recordings", Function.INGEST, 2 * sessions);
    call("recordings", Function.PLAYBACK, 2 * sessions);
    queue("recordings", sessions);
    double seconds = Function.INDEX.seconds + load.recordingMegabytes() / 2;
    call("recordings", Function.INDEX, sessions, seconds);
    add("recordings", Item.LAMBDA_DISK, sessions * seconds * (DISK_GB - 0.5));
    add("recordings", Item.BUCKET_PUT, PUTS * sessions);
    add("recordings", Item.BUCKET_GET, GETS * sessions);
    // An entry of the catalogue, which changes a few times.
    add("recordings", table.write(), 10 * sessions);
    double stored = load.sessionsPerDay() * load.retentionDays() * load.recordingMegabytes() / 1e3;
    add("recordings", Item.BUCKET_STORAGE, stored * DERIVED);
  }

  private void always(Load load) {
    add("always", Item.KEY_MONTH, 1);
    // Data keys of the table, the bucket and each beginning function.
    add("always", Item.KEY_REQUEST, 50_000);
    add("always", Item.ALARM_MONTH, FIXED_ALARMS);
    add("always", Item.METRIC_MONTH, FIXED_METRICS);
    call("always", Function.WATCH, 12 * HOURS);
    call("always", Function.RETAIN, HOURS);
    call("always", Function.INDEX, HOURS);
    // Those of the catalogue and of arrivals.
    add("always", Item.QUEUE_REQUEST, 2 * POLLS);
    if (load.siems() > 0) {
      return;
    }
    // What compares runs without a SIEM, too.
    call("always", Function.RECONCILE, 4 * HOURS, 0.1);
  }

  /// Sent, received, deleted.
  private void queue(String purpose, double messages) {
    add(purpose, Item.QUEUE_REQUEST, 3 * messages);
  }

  private void call(String purpose, Function function, double calls) {
    call(purpose, function, calls, function.seconds);
  }

  private void call(String purpose, Function function, double calls, double seconds) {
    add(purpose, Item.LAMBDA_REQUEST, calls);
    add(purpose, Item.LAMBDA_TIME, calls * seconds * function.memory / KIB);
    add(purpose, Item.LOG_WRITTEN, calls * LOG_BYTES / GB);
    add(purpose, Item.LOG_STORAGE, calls * LOG_BYTES / GB * LOG_MONTHS);
  }

  /// One line for each purpose and item.
  private void add(String purpose, Item item, double quantity) {
    Use use = new Use(purpose, item);
    quantities.putLast(use, quantity + quantities.getOrDefault(use, 0.0));
  }
}
