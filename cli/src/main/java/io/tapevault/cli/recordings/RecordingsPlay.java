package io.tapevault.cli.recordings;

import io.tapevault.cli.output.ByteProgress;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.process.TemporaryFolder;
import io.tapevault.cli.recordings.Playback.Left;
import io.tapevault.cli.recordings.Playback.Pace;
import io.tapevault.cli.vault.Download;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.Asciicast;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault recordings play`: a recording in this terminal.
@Command(
    name = "play",
    description = {
      "Plays a recording in this terminal. Space pauses, the arrows go 5 s back and on, q quits.",
      "The terminal is sent what was on the screen, and nothing else of the recording: "
          + "no title, no link, no clipboard, no question that it would answer.",
      "Where there is no such FILE, it is a session of the vault, and its cast is fetched."
    },
    mixinStandardHelpOptions = true)
final class RecordingsPlay implements Callable<Integer> {

  @Mixin private RecordingFile recording = new RecordingFile();

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description = "How fast, from 0.01 to 1000. Default: ${DEFAULT-VALUE}.")
  private double speed = 1;

  @Option(
      names = "--idle-time-limit",
      paramLabel = "SECONDS",
      description = "What lasts longer without output is cut to that.")
  private @Nullable Double idle;

  @Option(
      names = "--at",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Where it begins. Default: the start.")
  private double at;

  @Option(
      names = "--partial",
      description = "Of a vault's recording that is not whole: what there is of it.")
  private boolean partial;

  @Mixin private VaultAddress vault = new VaultAddress();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(speed >= 0.01 && speed <= 1_000, "--speed is a number from 0.01 to 1000");
    require(at >= 0, "--at is a number of seconds from the start");
    require(idle == null || idle > 0, "--idle-time-limit is a number of seconds above 0");
    if (Files.exists(recording.path())) {
      return play();
    }
    String session = recording.path().toString();
    try (TemporaryFolder folder = TemporaryFolder.create("tapevault-play-")) {
      recording.isAt(fetched(session, folder.path()));
      return play();
    }
  }

  private Path fetched(String session, Path folder) throws IOException, InterruptedException {
    PrintWriter err = Output.err(spec);
    Path cast = folder.resolve("cast");
    String path = "/v1/sessions/" + VaultAddress.encoded(session) + "/recording.cast";
    try (ByteProgress progress = new ByteProgress("received", -1, true);
        OutputStream out = Files.newOutputStream(cast)) {
      Download download =
          new Download(vault, folder.resolve("part"), progress, line -> err.println(line));
      download.fetch(path + (partial ? "?partial=true" : ""));
      download.unpack(out);
    } catch (IOException e) {
      throw new IOException(
          "there is no file " + session + ", and as a session: " + e.getMessage(), e);
    }
    return cast;
  }

  private int play() throws IOException {
    // What cannot be opened is told before the screen is cleared.
    open().close();
    Verdict verdict;
    try (TerminalWatcher watcher = new TerminalWatcher()) {
      verdict = play(watcher);
    }
    if (verdict.status() == Status.WHOLE) {
      return 0;
    }
    Output.err(spec).println("tapevault: " + recording.path() + ": " + verdict.reason());
    if (verdict.status() == Status.ENCRYPTED) {
      Output.err(spec).println(RecordingFile.OPENED_BY);
    }
    return 1;
  }

  private Verdict play(TerminalWatcher watcher) throws IOException {
    long limit = idle == null ? Long.MAX_VALUE : Math.max(1, (long) (idle * 1_000));
    long from = (long) (at * 1_000);
    boolean paused = false;
    while (true) {
      Playback playback = new Playback(watcher, new Pace(speed, limit, from), paused);
      try (RecordingReader reader = open()) {
        Verdict verdict = Asciicast.convert(reader, playback).verdict();
        playback.finish();
        return verdict;
      } catch (Left left) {
        if (left.to < 0) {
          return Verdict.WHOLE;
        }
        from = left.to;
        paused = playback.isPaused();
      }
    }
  }

  private RecordingReader open() throws IOException {
    return recording.open(position -> {});
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw Output.wrong(spec, otherwise);
    }
  }
}
