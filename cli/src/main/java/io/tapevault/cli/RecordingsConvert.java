package io.tapevault.cli;

import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.CastVersion;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault recordings convert`: a recording as something else, without a vault.
@Command(
    name = "convert",
    description = {
      "Writes a recording as an asciicast, a transcript, a page with a player, JSON or a picture.",
      "It needs no vault. Of a recording that is cut off or damaged, what can be read is written;",
      "then the exit status is 1, and standard error says what is wrong with it, and where."
    },
    mixinStandardHelpOptions = true)
final class RecordingsConvert implements Callable<Integer> {

  @Mixin private RecordingFile recording = new RecordingFile();

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}. Default: what the name of the output ends with, or cast.")
  private @Nullable RecordingAs to;

  @Option(
      names = "--cast-version",
      paramLabel = "2|3",
      defaultValue = "2",
      description = "Of a cast. Default: ${DEFAULT-VALUE}, which every player reads.")
  private int version = 2;

  @Option(
      names = "--at",
      paramLabel = "SECONDS",
      description = "The moment of a picture. Default: the end.")
  private @Nullable Double at;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where it goes. Default: standard output.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replaces the output where there is one.")
  private boolean force;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (version != 2 && version != 3) {
      throw Output.wrong(spec, "--cast-version is 2 or 3, not " + version);
    }
    if (at != null && !(at >= 0)) {
      throw Output.wrong(spec, "--at is a number of seconds from the start, not " + at);
    }
    RecordingAs.Wishes wishes =
        new RecordingAs.Wishes(
            version == 2 ? CastVersion.V2 : CastVersion.V3,
            at == null ? Long.MAX_VALUE : (long) (at * 1_000));
    if (output == null) {
      return said(write(wishes, format(), StandardOutput.bytes()));
    }
    return toFile(wishes, output);
  }

  private RecordingAs format() {
    if (to != null || output == null) {
      return to == null ? RecordingAs.cast : to;
    }
    String name = String.valueOf(output.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1);
    for (RecordingAs one : RecordingAs.values()) {
      if (one.name().equals(ending)) {
        return one;
      }
    }
    throw Output.wrong(
        spec, name + " does not end as a format does; --to says which one it is to be");
  }

  /// There is the whole file, or none.
  private int toFile(RecordingAs.Wishes wishes, Path target) throws IOException {
    RecordingAs format = format();
    if (Files.exists(target) && !force) {
      throw new IOException(target + " is there already; --force replaces it");
    }
    Path folder = target.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, "." + target.getFileName(), ".unfinished");
    try {
      Verdict verdict;
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        verdict = write(wishes, format, out);
      }
      if (isShown(verdict)) {
        place(unfinished, target);
      }
      return said(verdict);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void place(Path unfinished, Path target) throws IOException {
    if (force) {
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      try {
        Files.move(unfinished, target);
      } catch (FileAlreadyExistsException e) {
        throw new IOException(target + " is there already; --force replaces it", e);
      }
    }
  }

  private Verdict write(RecordingAs.Wishes wishes, RecordingAs format, OutputStream to)
      throws IOException {
    OutputStream out = new BufferedOutputStream(to, 64 * 1024);
    Bar bar = new Bar(recording.size());
    try (RecordingReader reader = recording.open(bar)) {
      RecordingSummary summary = format.write(reader, wishes, out);
      out.flush();
      return summary.verdict();
    } finally {
      bar.clear();
    }
  }

  private static boolean isShown(Verdict verdict) {
    return switch (verdict.status()) {
      case WHOLE, CUT_OFF, DAMAGED, TOO_LARGE -> true;
      case NO_TERMINAL, ENCRYPTED, UNREADABLE -> false;
    };
  }

  private int said(Verdict verdict) {
    if (verdict.status() == Status.WHOLE) {
      return 0;
    }
    PrintWriter err = Output.err(spec);
    err.println("tapevault: " + recording.path() + ": " + verdict.reason());
    if (verdict.status() == Status.ENCRYPTED) {
      err.println("tapevault: --identity FILE gives the keys that open it");
    } else if (isShown(verdict)) {
      err.println("tapevault: what can be read was written");
    }
    return 1;
  }

  /// How far it is, on standard error, where that and the output do not meet in one terminal.
  private final class Bar implements LongConsumer {
    private static final long EVERY = 200_000_000L;

    private final long size;
    private final boolean shown = output != null && Output.isTerminal();
    private long next = System.nanoTime() + 5 * EVERY;
    private boolean drawn;

    Bar(long size) {
      this.size = Math.max(1, size);
    }

    @Override
    public void accept(long position) {
      if (shown && System.nanoTime() - next > 0) {
        next = System.nanoTime() + EVERY;
        drawn = true;
        System.err.print("\r\u001b[K" + Math.min(100, 100 * position / size) + " % read");
        System.err.flush();
      }
    }

    void clear() {
      if (drawn) {
        System.err.print("\r\u001b[K");
        System.err.flush();
      }
    }
  }
}
