package io.tapevault.cli.recordings;

import io.tapevault.cli.output.ByteProgress;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.Store;
import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.recordings.store.Store.Shipment;
import io.tapevault.node.recordings.store.VaultStore;
import io.tapevault.node.vault.Backoff;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordedEvent;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Recordings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault recordings upload`: a recording of this machine into a vault, as a node does it.
@Command(
    name = "upload",
    description = {
      "Brings a recording into a vault: one of Teleport's, an asciicast, or a tar of a typescript "
          + "and its timing.",
      "It is done when the vault says that exactly these bytes are there; the same again is done at"
          + " once. The first recording of a session stays, and one with other bytes is kept beside"
          + " it: 'sessions show' names it.",
      "Exit status: 0 done; 1 failed; 2 not used rightly."
    },
    mixinStandardHelpOptions = true)
final class RecordingsUpload implements Callable<Integer> {

  private static final Pattern NAME =
      Pattern.compile(
          "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.(tar|cast)");
  // A session.start is among the first.
  private static final int EVENTS_LOOKED_AT = 100;
  private static final int MOST_TRIES = 12;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  @Parameters(paramLabel = "FILE", description = "The recording, which is known by its content.")
  private Path file = Path.of("");

  @Option(
      names = "--session",
      paramLabel = "SESSION",
      description =
          "Whose recording it is. Default: what the file's name says as a UUID, or what is in it.")
  private @Nullable String session;

  @Mixin private VaultAddress vault = new VaultAddress();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(Files.exists(file) ? file + " is no file" : "there is no " + file);
    }
    PrintWriter err = Output.err(spec);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      FileSource source = new FileSource(channel, position -> {});
      SessionId sid = sid(source);
      Digest digest = Digest.of(source);
      try (ByteProgress progress = new ByteProgress("sent", digest.size(), true)) {
        Underway upload = new Underway(progress);
        return said(bring(new Shipment(sid, digest, source, upload), upload, err), sid, digest);
      }
    }
  }

  /// It is looked into in any case: what is no recording is not sent.
  private SessionId sid(FileSource source) throws IOException {
    String inside = "";
    try (RecordingReader reader = Recordings.open(source)) {
      inside = inside(reader);
    } catch (Damaged e) {
      throw new IOException(file + " is no recording: " + e.getMessage(), e);
    }
    var named = NAME.matcher(String.valueOf(file.getFileName()));
    String sid = session != null ? session : named.matches() ? named.group(1) : inside;
    if (sid.isEmpty()) {
      throw Output.wrong(
          spec, "neither the name of the file nor what is in it says whose it is: --session");
    }
    return SessionId.parse(sid)
        .orElseThrow(() ->
            Output.wrong(
                spec,
                "'"
                    + sid
                    + "' is no session: it has 1 to 128 letters, digits, '-', '_' and '.', and"
                    + " begins with a letter or a digit; --session says another one"));
  }

  private static String inside(RecordingReader reader) throws IOException {
    try {
      for (int i = 0; i < EVENTS_LOOKED_AT; i++) {
        Optional<RecordedEvent> event = reader.next();
        if (event.isEmpty()) {
          return "";
        }
        if (event.get() instanceof SessionStarted start) {
          return start.origin().sessionId();
        }
      }
    } catch (Damaged e) {
      // It is one, as far as it goes; the vault says what is wrong with it.
    }
    return "";
  }

  private Outcome bring(Shipment shipment, Underway upload, PrintWriter err)
      throws IOException, InterruptedException {
    Bandwidth unlimited = new Bandwidth(System::nanoTime, Thread::sleep, () -> Long.MAX_VALUE);
    Store store = new VaultStore(vault.client(), "", unlimited);
    Backoff backoff = new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE, new Random());
    while (true) {
      Outcome outcome = store.store(shipment);
      if (!(outcome instanceof Outcome.TryAgain later)) {
        return outcome;
      }
      // Who is not there at all, or lets nobody in, is not waited for.
      boolean useless = later.everybody() && !upload.isBegun() && later.after().isZero();
      if (useless || backoff.failures() == MOST_TRIES) {
        return outcome;
      }
      Duration pause = backoff.failed(later.after());
      err.println("tapevault: " + later.why() + "; again in " + pause.toSeconds() + " s");
      Thread.sleep(pause);
    }
  }

  private int said(Outcome outcome, SessionId sid, Digest digest) throws IOException {
    switch (outcome) {
      case Outcome.Confirmed() ->
          Output.of(spec)
              .text()
              .println(sid + ": " + digest.size() + " bytes, sha256 " + digest.sha256());
      case Outcome.OtherBytes(String which, boolean told) ->
          throw new IOException(sid + " has another recording, which stays: " + which);
      case Outcome.Unlike(String why) ->
          throw new IOException(file + " changed while it was sent: " + why);
      case Outcome.Refused(String why) -> throw new IOException(file + " is refused: " + why);
      case Outcome.TryAgain(String why, boolean everybody, Duration after) ->
          throw new IOException(
              file + " could not be brought there: " + why + "; sending it again is safe");
    }
    return 0;
  }

  /// How far it is, and which upload it goes on with.
  private static final class Underway implements Store.Upload {
    private final ByteProgress progress;
    private volatile @Nullable String begun;
    private volatile boolean moved;

    Underway(ByteProgress progress) {
      this.progress = progress;
    }

    boolean isBegun() {
      return moved || begun != null;
    }

    @Override
    public Optional<String> id() {
      return Optional.ofNullable(begun);
    }

    @Override
    public void begun(String id) {
      begun = id;
    }

    @Override
    public void at(long offset) {
      moved = true;
      progress.accept(offset);
    }
  }
}
