package io.tapevault.cli.recordings;

import io.tapevault.cli.output.ByteProgress;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.OutputFile;
import io.tapevault.cli.output.StandardOutput;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.CastVersion;
import java.io.BufferedOutputStream;
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

/// `tapevault recordings convert`: a recording as something else, without a vault.
@Command(
    name = "convert",
    description = {
      "Writes a recording as an asciicast, a transcript, a page with a player, JSON or a picture.",
      "It needs no vault. Of a recording that is cut off or damaged, what can be read is written; "
          + "then the exit status is 1, and standard error says what is wrong with it, and where."
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

  @Mixin private OutputFile output = new OutputFile();

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
    Path target = output.file();
    return target == null
        ? said(write(wishes, format(), StandardOutput.bytes()))
        : toFile(wishes, target);
  }

  private RecordingAs format() {
    Path target = output.file();
    if (to != null || target == null) {
      return to == null ? RecordingAs.cast : to;
    }
    String name = String.valueOf(target.getFileName());
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
    output.check(target);
    Path folder = target.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, "." + target.getFileName(), ".unfinished");
    try {
      Verdict verdict;
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        verdict = write(wishes, format, out);
      }
      if (isShown(verdict)) {
        output.place(unfinished, target);
      }
      return said(verdict);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private Verdict write(RecordingAs.Wishes wishes, RecordingAs format, OutputStream to)
      throws IOException {
    OutputStream out = new BufferedOutputStream(to, 64 * 1024);
    try (ByteProgress bar = new ByteProgress("read", recording.size(), output.file() != null);
        RecordingReader reader = recording.open(bar)) {
      RecordingSummary summary = format.write(reader, wishes, out);
      out.flush();
      return summary.verdict();
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
      err.println(RecordingFile.OPENED_BY);
    } else if (isShown(verdict)) {
      err.println("tapevault: what can be read was written");
    }
    return 1;
  }
}
