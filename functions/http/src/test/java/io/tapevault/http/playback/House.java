package io.tapevault.http.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.alarm.WatchfulLog;
import io.tapevault.catalogue.Cataloguing;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.Ingest;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.hold.LegalHold;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.DoorRoutes;
import io.tapevault.http.door.events.EventsDoor;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.http.playback.audit.NotedSearch;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.http.playback.holds.HoldRoutes;
import io.tapevault.http.playback.redaction.RedactionRoutes;
import io.tapevault.http.playback.sessions.SessionRoutes;
import io.tapevault.http.playback.sessions.WordRoutes;
import io.tapevault.http.playback.shares.ShareRoutes;
import io.tapevault.http.playback.shares.SharedRoutes;
import io.tapevault.http.playback.watch.FormRoutes;
import io.tapevault.http.playback.watch.OriginalRoutes;
import io.tapevault.http.playback.watch.SegmentAnswers;
import io.tapevault.http.playback.watch.StreamRoutes;
import io.tapevault.http.recordings.RecordingRoutes;
import io.tapevault.http.token.TokenRoutes;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.SessionId;
import io.tapevault.search.ExportJob;
import io.tapevault.search.TextSearch;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import io.tapevault.session.Redact;
import io.tapevault.session.Screens;
import io.tapevault.settings.Retention;
import io.tapevault.share.Shares;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryCatalogue;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryExports;
import io.tapevault.testkit.memory.MemoryHolds;
import io.tapevault.testkit.memory.MemoryObjectStore;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import io.tapevault.testkit.memory.MemoryTokens;
import io.tapevault.testkit.memory.MemoryTranscripts;
import io.tapevault.testkit.memory.MemoryUploadTickets;
import io.tapevault.token.Issuing;
import io.tapevault.token.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// All routes, over stores in the heap.
public final class House {

  public static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

  // Numbers come out as they came in, of any length.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNumberLength(1 << 20).build())
              .build());

  public final MovableClock clock = new MovableClock(NOW);

  /// How long the log takes for a part of a session.
  public Duration slowness = Duration.ZERO;

  /// How many bytes an answer may have.
  public long mostMade = Long.MAX_VALUE;

  /// Exports that are to be made, and those that are.
  public final Deque<ExportJob> exporting = new ArrayDeque<>();

  public final MemoryExports exports = new MemoryExports();

  /// Where the log has no time left to search.
  public @Nullable Position stopsAt;

  /// Whether what is asked for cannot be told to the log.
  public boolean full;

  public final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  public final MemoryHolds holds = new MemoryHolds(log);
  final MemoryCatalogue catalogue = new MemoryCatalogue(clock, Retention.DEFAULT);
  public final MemoryObjectStore store = new MemoryObjectStore(clock);

  /// Of which something is to be made again.
  final Set<SessionId> made = new HashSet<>();

  // Every recording is indexed as soon as it is asked for.
  private final Playback playback =
      new Playback(
          log, store, (sid, recording) -> new Index(store, log).index(sid), sid -> made.add(sid));

  /// Whose casts are to be derived anew.
  public final Set<SessionId> redacted = new HashSet<>();

  public final MemoryTranscripts transcripts = new MemoryTranscripts();
  public final MemoryRegister register = new MemoryRegister(clock);
  private final Audited audited =
      new Audited(
          Audited.in(new Slow()), Cursors.in(register, new SecureRandom()::nextBytes), clock);
  private final NotedSearch search = new NotedSearch(new TextSearch(transcripts, store), audited);
  private final Shares shares =
      new Shares(register, new Slow(), clock, new SecureRandom()::nextBytes);
  private final Ingest ingest =
      new Ingest(
          new WatchfulLog(log, register, clock, VaultConfig.DEFAULT::nodes),
          new MemoryParking(clock, Retention.DEFAULT));
  private final Front front =
      Front.of(
          DoorRoutes.of(ingest, clock, List.of(new EventsDoor()))
              .addAll(
                  RecordingRoutes.of(new MemoryUploadTickets(PartPlan.DEFAULT, NOW), ingest, clock))
              .addAll(
                  PlaybackRoutes.of(
                      new PlaybackRoutes.Sources(new Slow(), playback, register, holds, audited),
                      new Elsewhere(),
                      clock))
              .addAll(RedactionRoutes.of(new Redact(store, log, sid -> redacted.add(sid)), clock))
              .addAll(OriginalRoutes.of(new Slow(), playback, new Elsewhere(), clock))
              .addAll(ShareRoutes.of(shares, playback, clock))
              .addAll(
                  SharedRoutes.of(
                      shares,
                      playback,
                      new SegmentAnswers(Long.MAX_VALUE, ""),
                      "a player".getBytes(UTF_8)))
              .addAll(StreamRoutes.of(log, playback, clock))
              .addAll(
                  FormRoutes.of(
                      new FormRoutes.Sources(new Slow(), playback, Screens.NONE),
                      new Elsewhere(),
                      clock))
              .addAll(SessionRoutes.of(catalogue, register, search, clock))
              .addAll(WordRoutes.of(search))
              .addAll(TokenRoutes.of(new Issuing(new MemoryTokens(), log, House::random), clock))
              .addAll(
                  HoldRoutes.of(
                      new LegalHold(holds, log, HeldRecordings.BY_THE_HOLD_ALONE), clock)),
          1L << 30);

  private static byte[] random() {
    byte[] random = new byte[Token.RANDOM_BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    return random;
  }

  private final class Slow implements EventLog {
    @Override
    public List<Appended> append(List<AuditEvent> events) {
      if (full) {
        throw new Unavailable("no room");
      }
      return log.append(events);
    }

    @Override
    public EventPage search(EventQuery query, @Nullable Position after, int limit) {
      return stopsAt == null
          ? log.search(query, after, limit)
          : new EventPage(List.of(), true, stopsAt);
    }

    @Override
    public EventPage session(
        String session, EventQuery.Order order, @Nullable Long after, int limit) {
      clock.move(slowness);
      return log.session(session, order, after, limit);
    }

    @Override
    public Histogram histogram(EventQuery query, Duration step) {
      return log.histogram(query, step);
    }

    @Override
    public List<StoredEvent> find(List<EventKey> keys) {
      return log.find(keys);
    }
  }

  /// As on AWS: what is large is somewhere else.
  private final class Elsewhere implements Downloads {
    @Override
    public long mostMade() {
      return mostMade;
    }

    @Override
    public void export(ExportJob job) {
      exporting.add(job);
    }

    @Override
    public Optional<URI> exported(String name) {
      return exports.find(name).map(there -> URI.create("https://bucket/" + name));
    }

    @Override
    public HttpResponse download(ObjectKey key, StoredObject object, HttpRequest request) {
      return HttpResponse.redirect(URI.create("https://bucket/" + object.size()));
    }

    @Override
    public HttpResponse event(StoredEvent event) {
      return HttpResponse.redirect(URI.create("https://bucket/" + event.event().hash()));
    }
  }

  /// An answer that has been read.
  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public JsonNode json() throws IOException {
      return JSON.readTree(body);
    }

    public String problem() throws IOException {
      return status + " " + json().path("type").asText().replace("urn:tapevault:problem:", "");
    }
  }

  /// As its consumer does, a moment after events came.
  public void list() {
    new Cataloguing(log, catalogue, clock).rebuild(Instant.EPOCH, clock.instant().plusSeconds(1));
  }

  public Answer get(String path, Map<String, List<String>> query) throws IOException {
    return ask("GET", path, query, new byte[0]);
  }

  public Answer post(String body) throws IOException {
    return ask("POST", "/v1/events", Map.of(), body.getBytes(UTF_8));
  }

  public Answer ask(String method, String path, Map<String, List<String>> query, byte[] body)
      throws IOException {
    return ask(
        new HttpRequest(method, path, query, Map.of(), new ByteArrayInputStream(body), "r1"));
  }

  public Answer ask(HttpRequest request) throws IOException {
    HttpResponse response = front.handle(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HttpResponse.Content content = response.content()) {
      content.writeTo(out);
    }
    return new Answer(response.status(), response.headers(), out.toByteArray());
  }
}
