package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.cli.output.Limit;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.vault.Moment;
import io.tapevault.cli.vault.OutputFormat;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.json.Json;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.screen.Transcript;
import io.tapevault.search.Excerpt;
import io.tapevault.search.Wanted;
import io.tapevault.session.Recordings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault recordings search`: where words stood on screens.
@Command(
    name = "search",
    description = {
      "Finds the lines that readers of terminals saw in which all of these words stand, in all recordings of a vault:"
          + " the newest session first, with the second of the recording. \"Words in quotation marks\" stand beside each other.",
      "Who looks for what is an event. With --file, in one recording on this machine, without a vault.",
      "Exit status: 0 done, whether or not there are some; 1 failed; 2 not used rightly."
    },
    mixinStandardHelpOptions = true)
final class RecordingsSearch implements Callable<Integer> {

  private static final Duration A_YEAR = Duration.ofDays(365);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final int PAGE = 100;

  private static final Columns COLUMNS =
      new Columns(
          "hits",
          List.of(
              Column.of("SESSION", 36, "sid"),
              Column.of("START", 20, "start"),
              Column.of("AT", 9, "at"),
              Column.of("USER", 12, "user"),
              Column.of("LINE", 0, "line")),
          List.of(
              Column.of("sid", 0, "sid"),
              Column.of("start", 0, "start"),
              Column.of("at", 0, "at"),
              Column.of("user", 0, "user"),
              Column.of("server", 0, "server"),
              Column.of("line", 0, "line")));

  @Mixin private VaultAddress vault = new VaultAddress();

  @Parameters(paramLabel = "WORD", arity = "1..*", description = "What is looked for.")
  private List<String> words = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "In sessions begun from when on: " + Moment.SYNTAX + ".")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "In sessions begun until when, this moment not included.")
  private @Nullable Instant to;

  @Option(names = "--user", paramLabel = "NAME", description = "In those of this user.")
  private @Nullable String user;

  @Option(names = "--server", paramLabel = "NAME", description = "In those on this server.")
  private @Nullable String server;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "In this recording, which is known by its content, and in no vault.")
  private @Nullable Path file;

  @Mixin private Limit limit = new Limit();

  @Mixin private OutputFormat format = new OutputFormat();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int most = limit.of(spec);
    Rows rows = Rows.of(format.of(vault), COLUMNS, Output.of(spec).terminal());
    if (file != null) {
      return inFile(file, rows, most);
    }
    boolean left =
        new Pages(vault, "/v1/search", "hits", PAGE).each(query(Instant.now()), most, rows::row);
    rows.end();
    if (left) {
      Output.err(spec).println("there may be more: --limit, --from and --to");
    }
    return 0;
  }

  /// Of what is damaged, what can be read is searched.
  private int inFile(Path recording, Rows rows, int most) throws IOException {
    require(from == null && to == null && user == null && server == null);
    Wanted wanted;
    try {
      wanted = Wanted.parse(String.join(" ", words));
    } catch (Wanted.NotWanted e) {
      throw Output.wrong(spec, "WORD " + e.getMessage());
    }
    int[] found = {0};
    Transcript transcript =
        new Transcript((millis, line) -> {
          Optional<Excerpt> excerpt = wanted.in(line);
          if (excerpt.isPresent() && found[0]++ < most) {
            rows.row(hit(recording, millis, excerpt.get().text()));
          }
        });
    Verdict verdict;
    try (FileChannel channel = FileChannel.open(recording, StandardOpenOption.READ);
        RecordingReader reader = Recordings.open(new FileSource(channel, position -> {}))) {
      verdict = Asciicast.convert(reader, transcript).verdict();
      transcript.finish();
    } catch (NoSuchFileException e) {
      throw new IOException("there is no " + recording, e);
    } catch (Damaged e) {
      throw new IOException(recording + " is no recording: " + e.getMessage(), e);
    }
    rows.end();
    if (found[0] > most) {
      Output.err(spec).println("there are " + (found[0] - most) + " more: --limit");
    }
    if (verdict.status() != Status.WHOLE) {
      Output.err(spec).println("tapevault: " + recording + ": " + verdict.reason());
      return 1;
    }
    return 0;
  }

  private void require(boolean none) {
    if (!none) {
      throw Output.wrong(spec, "--from, --to, --user and --server are for a vault, not for --file");
    }
  }

  private static String hit(Path recording, long millis, String line) {
    return new String(
        Json.object(json -> {
          json.writeStringField("sid", String.valueOf(recording.getFileName()));
          json.writeNumberField("at", BigDecimal.valueOf(millis, 3));
          json.writeStringField("line", line);
        }),
        UTF_8);
  }

  private Map<String, String> query(Instant now) {
    Map<String, String> query = new TreeMap<>();
    query.put("q", String.join(" ", words));
    query.put("from", (from == null ? now.minus(A_YEAR) : from).toString());
    query.put("to", (to == null ? now.plus(A_DAY) : to).toString());
    if (user != null) {
      query.put("user", user);
    }
    if (server != null) {
      query.put("server", server);
    }
    return query;
  }
}
