package io.tapevault.local;

import io.tapevault.alarm.MissingRecordings;
import io.tapevault.alarm.Register;
import io.tapevault.alarm.Silences;
import io.tapevault.alarm.WatchfulLog;
import io.tapevault.catalogue.Cataloguing;
import io.tapevault.configuration.InForce;
import io.tapevault.disk.file.FileUploads;
import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.event.EventLog;
import io.tapevault.event.Ingest;
import io.tapevault.forwarding.replay.RetryParked;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.hold.LegalHold;
import io.tapevault.hold.RecordingSweep;
import io.tapevault.http.Front;
import io.tapevault.http.Log;
import io.tapevault.http.Routes;
import io.tapevault.http.configuration.ConfigRoutes;
import io.tapevault.http.door.DoorRoutes;
import io.tapevault.http.door.every.Doors;
import io.tapevault.http.parked.ParkedRoutes;
import io.tapevault.http.playback.PlaybackRoutes;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.http.playback.audit.NotedSearch;
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
import io.tapevault.http.sinks.ReplayRoutes;
import io.tapevault.http.sinks.SinkRoutes;
import io.tapevault.http.token.TokenRoutes;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.local.config.WatchedConfig;
import io.tapevault.local.http.HttpFront;
import io.tapevault.local.http.Listening;
import io.tapevault.local.http.LoopbackGuard;
import io.tapevault.local.http.Scratch;
import io.tapevault.local.secrets.TokenFile;
import io.tapevault.local.uploads.LoopbackTickets;
import io.tapevault.local.uploads.TicketKey;
import io.tapevault.local.uploads.TicketUrls;
import io.tapevault.local.uploads.UploadRoutes;
import io.tapevault.local.uploads.WholeOfParts;
import io.tapevault.local.workers.Arrivals;
import io.tapevault.local.workers.CatalogueWorker;
import io.tapevault.local.workers.SiemWorkers;
import io.tapevault.local.workers.Watcher;
import io.tapevault.recording.PartPlan;
import io.tapevault.screen.Emulator;
import io.tapevault.screen.Page;
import io.tapevault.search.Forgetting;
import io.tapevault.search.TextSearch;
import io.tapevault.search.Transcribing;
import io.tapevault.search.Transcripts;
import io.tapevault.session.Announcements.Said;
import io.tapevault.session.Index;
import io.tapevault.session.Kept;
import io.tapevault.session.Playback;
import io.tapevault.session.Redact;
import io.tapevault.session.SessionsInLog;
import io.tapevault.settings.Retention;
import io.tapevault.share.Shares;
import io.tapevault.token.Admission;
import io.tapevault.token.Issuing;
import io.tapevault.token.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The whole system on one machine: one port, one file of events, one folder of recordings.
public final class LocalVault implements AutoCloseable {

  // Within what the front waits for a client that says nothing.
  private static final Duration MOST_WAIT = Duration.ofSeconds(25);
  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
  // Longer than a node may be away in the middle of an upload.
  private static final Duration ABANDONED = Duration.ofDays(30);

  // As long as the clock is not believed when very many events have expired at once.
  private static final Duration DOUBT = Duration.ofDays(7);
  private static final RecordingSweep.Watched WATCHED =
      new RecordingSweep.Watched(
          what -> Log.warn("sweep", what), trouble -> Log.error("sweep", trouble), () -> true);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private URI uri = URI.create("http://127.0.0.1");

  private LocalVault() {}

  /// Starts it with settings that never change. Port 0 takes any that is free. When this returns,
  /// everything works.
  public static LocalVault start(LocalConfig config, Path data, int port) throws IOException {
    return start(config, data, port, null);
  }

  /// Starts it for those who show what is in the token file, where there is one.
  public static LocalVault start(LocalConfig config, Path data, int port, @Nullable Path tokenFile)
      throws IOException {
    return start(InForce.fixed(config.vault()), data, port, tokenFile);
  }

  public static LocalVault start(InForce settings, Path data, int port, @Nullable Path tokenFile)
      throws IOException {
    return start(settings, data, Listening.loopback(port), tokenFile);
  }

  /// Starts it with settings that are taken up while it runs.
  public static LocalVault start(
      InForce settings, Path data, Listening listening, @Nullable Path tokenFile)
      throws IOException {
    LocalVault vault = new LocalVault();
    try {
      LoopbackGuard guard =
          LoopbackGuard.of(listening, tokenFile == null ? null : TokenFile.in(tokenFile));
      vault.open(settings, data, listening, guard);
      return vault;
    } catch (IOException | RuntimeException e) {
      vault.close();
      throw e;
    }
  }

  public URI uri() {
    return uri;
  }

  private void open(InForce settings, Path data, Listening listening, LoopbackGuard guard)
      throws IOException {
    LocalConfig config = LocalConfig.of(settings.now().config(), data);
    InstantSource clock = InstantSource.system();
    HttpFront front = HttpFront.bind(listening, HttpFront.Waits.DEFAULT);
    parts.push(front);
    uri = front.uri();
    Scratch scratch = opened(Scratch.in(data));
    scratch.forSqlite();
    SqliteDatabase database =
        opened(SqliteDatabase.open(config.events(), clock, retention(settings)));
    EventLog log = database.log();
    scratch.clearOthers();
    LocalStore store = LocalStore.open(config, data);
    FileUploads uploads = FileUploads.in(data.resolve("uploads"));
    Transcripts transcripts = database.transcripts();
    Arrivals arrivals =
        opened(
            new Arrivals(
                new Index(
                    store,
                    log,
                    (stored, recording) -> new Said(uploads.node(stored), ""),
                    Long.MAX_VALUE,
                    new Emulator(),
                    new Transcribing(store, transcripts)::take),
                store));
    WholeOfParts whole =
        new WholeOfParts(
            uploads, store, new Kept(store, arrivals), PartPlan.DEFAULT, arrivals::arrived);
    TicketUrls urls = new TicketUrls(uri, TicketKey.in(data));
    SiemWorkers siems = opened(new SiemWorkers(database, clock));
    siems.take(config.vault());
    opened(
        CatalogueWorker.start(database.feed(), new Cataloguing(log, database.catalogue(), clock)));
    settings.add(store);
    settings.add(siems);
    opened(WatchedConfig.watch(settings, log));
    arrivals.sweepNowAndThen();
    LegalHold holds = new LegalHold(database.holds(), log, HeldRecordings.BY_THE_HOLD_ALONE);
    RecordingSweep recordings =
        new RecordingSweep(new Forgetting(store, transcripts), database.holds(), log, DOUBT);
    Expired expired = new Expired(database, siems, uploads, holds);
    sweepNowAndThen(
        now -> {
          expired.sweep(now);
          recordings.run(now, settings.now().config().storage().kept().recordings(), WATCHED);
        },
        clock);
    Register register = database.register();
    opened(
        new Watcher(
                new Silences(register, log),
                new MissingRecordings(register, log, store, new SessionsInLog(log, clock)),
                clock)
            .begin());
    EventLog watchful =
        new WatchfulLog(log, register, clock, () -> settings.now().config().nodes());
    Ingest ingest = new Ingest(watchful, database.parking());
    Playback playback = new Playback(log, store, arrivals, arrivals::again);
    Audited audited =
        new Audited(Audited.in(log), Cursors.in(register, new SecureRandom()::nextBytes), clock);
    NotedSearch search = new NotedSearch(new TextSearch(transcripts, store), audited);
    Shares shares = new Shares(register, log, clock, new SecureRandom()::nextBytes);
    Routes routes =
        DoorRoutes.local(ingest, clock, Doors.all(limit(settings), clock))
            .addAll(ConfigRoutes.of(settings, MOST_WAIT))
            .addAll(RecordingRoutes.of(new LoopbackTickets(urls, whole, clock), ingest, clock))
            .addAll(new UploadRoutes(urls, clock, uploads, store, arrivals::arrived).routes())
            .addAll(HoldRoutes.of(holds, clock))
            .addAll(TokenRoutes.of(new Issuing(database.tokens(), log, LocalVault::random), clock))
            .addAll(
                RedactionRoutes.of(
                    new Redact(
                        store,
                        log,
                        sid -> {
                          transcripts.remove(sid);
                          arrivals.redacted(sid);
                        }),
                    clock))
            .addAll(OriginalRoutes.of(log, playback, new StreamedDownloads(), clock))
            .addAll(ShareRoutes.of(shares, playback, clock))
            .addAll(
                SharedRoutes.of(
                    shares, playback, new SegmentAnswers(Long.MAX_VALUE, ""), Page.linked()))
            .addAll(
                SinkRoutes.of(
                    new SinkRoutes.Books(database.accounts(), database.register()),
                    siems::sinks,
                    clock))
            .addAll(ParkedRoutes.reading(database.parking(), audited, clock))
            .addAll(
                ParkedRoutes.retrying(
                    new RetryParked(database.parking(), ingest, database.register(), clock)))
            .addAll(ReplayRoutes.of(database.register(), siems::names, clock))
            .addAll(SessionRoutes.of(database.catalogue(), register, search, clock))
            .addAll(WordRoutes.of(search))
            .addAll(StreamRoutes.of(log, playback, clock))
            .addAll(
                FormRoutes.of(
                    new FormRoutes.Sources(log, playback, new Emulator()),
                    new StreamedDownloads(),
                    clock))
            .addAll(
                PlaybackRoutes.of(
                    new PlaybackRoutes.Sources(log, playback, register, database.holds(), audited),
                    new StreamedDownloads(),
                    clock));
    front.serve(
        Front.of(routes, Runtime.getRuntime().maxMemory() / 2),
        guard.and(new Admission(database.tokens(), clock, trouble -> Log.error("tokens", trouble))),
        scratch);
    // It is closed first: nothing is taken any more while the parts behind it close.
    parts.remove(front);
    parts.push(front);
  }

  private static byte[] random() {
    byte[] random = new byte[Token.RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static Retention retention(InForce settings) {
    return new Retention.Current(
        () -> settings.now().config().storage().ofEvents(Retention.DEFAULT));
  }

  private static IntSupplier limit(InForce settings) {
    return () -> settings.now().config().limits().eventsPerRequest();
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /// Where something expires, or is left behind.
  private record Expired(
      SqliteDatabase database, SiemWorkers siems, FileUploads uploads, LegalHold holds) {

    void sweep(Instant now) throws IOException {
      holds.sweep(now, trouble -> Log.error("sweep", trouble));
      database
          .sweep(siems.names())
          .lost()
          .forEach((siem, events) ->
              Log.warn(
                  "sweep",
                  events + " events are lost to the SIEM " + siem + ": they expired long ago"));
      uploads.sweep(now.minus(ABANDONED));
    }
  }

  private interface Sweep {
    void run(Instant now) throws IOException;
  }

  /// Deletes what has expired, every hour, for as long as the process lives.
  private void sweepNowAndThen(Sweep expired, InstantSource clock) {
    Thread sweeper = Thread.ofVirtual().name("sweep").start(() -> sweep(expired, clock));
    parts.push(sweeper::interrupt);
  }

  private static void sweep(Sweep expired, InstantSource clock) {
    while (true) {
      try {
        Thread.sleep(BETWEEN_SWEEPS);
        expired.run(clock.instant());
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        Log.error("sweep", e);
      }
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        Log.error("close", e);
      }
    }
  }
}
