package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3Exports;
import io.tapevault.aws.s3.S3LargeEvents;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.sqs.SqsIndexQueue;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.aws.vault.SinkNames;
import io.tapevault.aws.vault.VaultSettings;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Log;
import io.tapevault.http.Route;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.http.parked.ParkedRoutes;
import io.tapevault.http.playback.PlaybackRoutes;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.http.playback.audit.NotedSearch;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.http.playback.sessions.SessionRoutes;
import io.tapevault.http.playback.sessions.WordRoutes;
import io.tapevault.http.playback.watch.FormRoutes;
import io.tapevault.http.sinks.SinkRoutes;
import io.tapevault.lambda.Priming;
import io.tapevault.lambda.RestApi;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.screen.Emulator;
import io.tapevault.search.ExportJob;
import io.tapevault.search.TextSearch;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Lambda behind everything that an auditor asks for.
public final class PlaybackFunction implements RequestStreamHandler {

  private static final Duration DOWNLOAD_VALIDITY = Duration.ofMinutes(5);

  private static final String QUEUE = "TAPEVAULT_INDEX_QUEUE_URL";
  private static final Set<String> NEEDED =
      Stream.concat(AwsVault.ANSWERING.stream(), Stream.of(QUEUE))
          .collect(Collectors.toUnmodifiableSet());
  // With what JSON adds in the envelope, within the 6 MB that a Lambda answers.
  static final long MOST_MADE = 4_000_000;

  private final Front front;

  public PlaybackFunction() {
    this(System.getenv());
  }

  PlaybackFunction(Map<String, String> env) {
    this.front = wire(env);
  }

  /// The environment variables that it reads. Where there is no SIEM, the names of them are empty.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(NEEDED);
    names.add(SinkNames.VARIABLE);
    return names;
  }

  private static Front wire(Map<String, String> env) {
    // All that is missing is named at once.
    String indexQueue = Settings.from(env, NEEDED).get(QUEUE);
    AwsVault vault = AwsVault.answering(env);
    Set<String> names = SinkNames.in(env);
    EventLog log = vault.log();
    S3ObjectStore store = vault.store();
    // Nothing is derived while somebody waits: that is work for the IndexFunction.
    SqsIndexQueue queue = vault.indexQueue(indexQueue);
    Playback playback =
        new Playback(
            log,
            store,
            new Index(store, log)::summary,
            new NowAndThen(queue::lookThrough, vault.clock()));
    Downloads downloads = new Redirects(store, vault.large(), vault.settings(), queue::goOn);
    Audited audited =
        new Audited(
            new Kept(log, vault.settings()),
            // Drawn anew after each start from a snapshot: SnapStart reseeds it.
            Cursors.in(vault.register(), bytes -> new SecureRandom().nextBytes(bytes)),
            vault.clock());
    NotedSearch search =
        new NotedSearch(new TextSearch(store.transcripts(vault.clock()), store), audited);
    Front front =
        Front.of(
            PlaybackRoutes.of(
                    new PlaybackRoutes.Sources(
                        log, playback, vault.register(), vault.holds(), audited),
                    downloads,
                    vault.clock())
                .addAll(
                    SinkRoutes.of(
                        new SinkRoutes.Books(vault.accounts(), vault.register()),
                        () -> paused(names, vault.settings()),
                        vault.clock()))
                .addAll(
                    SessionRoutes.of(vault.catalogue(), vault.register(), search, vault.clock()))
                .addAll(WordRoutes.of(search))
                .addAll(
                    FormRoutes.of(
                        new FormRoutes.Sources(log, playback, new Emulator()),
                        downloads,
                        vault.clock()))
                .addAll(ParkedRoutes.reading(vault.parking(), audited, vault.clock())),
            Runtime.getRuntime().maxMemory() / 2);
    Priming.reads(front, PlaybackFunction.class, AnsweredBy.PLAYBACK);
    return front;
  }

  /// Each SIEM, and whether it gets nothing for now.
  private static NavigableMap<String, Boolean> paused(Set<String> names, VaultSettings settings) {
    settings.look();
    NavigableMap<String, Boolean> sinks = new TreeMap<>();
    names.forEach(name -> sinks.put(name, settings.pauses(name)));
    return sinks;
  }

  /// What is written is kept as long as the settings say.
  private record Kept(EventLog log, VaultSettings settings) implements Audited.Book {
    @Override
    public void append(AuditEvent event) {
      settings.look();
      log.append(List.of(event));
    }
  }

  /// A Lambda answers at most 6 MB, so what may be larger comes from the bucket itself.
  record Redirects(
      S3ObjectStore store,
      S3LargeEvents large,
      VaultSettings settings,
      Consumer<ExportJob> exporting)
      implements Downloads {

    @Override
    public HttpResponse download(ObjectKey key, StoredObject object, HttpRequest request) {
      // That it was asked for is an event, which is kept as long as they say.
      settings.look();
      return HttpResponse.redirect(
          request.method().equals("HEAD")
              ? store.about(key, object, DOWNLOAD_VALIDITY)
              : store.download(key, object, DOWNLOAD_VALIDITY));
    }

    @Override
    public long mostMade() {
      return MOST_MADE;
    }

    @Override
    public void export(ExportJob job) {
      exporting.accept(job);
    }

    @Override
    public Optional<URI> exported(String name) {
      S3Exports exports = store.exports();
      return exports.isThere(name)
          ? Optional.of(exports.download(name, DOWNLOAD_VALIDITY))
          : Optional.empty();
    }

    @Override
    public HttpResponse event(StoredEvent event) {
      return HttpResponse.redirect(
          large.download(Sha256.ofText(event.event().json()), DOWNLOAD_VALIDITY));
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    answer(in, out);
  }

  void answer(InputStream in, OutputStream out) throws IOException {
    HttpRequest request = RestApi.read(in);
    Log.asked(request);
    // Who shows a token reaches nothing that other functions answer: no tokens, no originals.
    RestApi.write(front.handle(request.at(Route.read(request.path()))), out);
  }
}
