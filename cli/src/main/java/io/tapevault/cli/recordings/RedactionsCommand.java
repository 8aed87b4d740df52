package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.cli.vault.Why;
import io.tapevault.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault redactions`: what is hidden of recordings.
@Command(
    name = "redactions",
    description = "Hides something of a recording, for good; the recording itself stays.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RedactionsCommand.Ls.class, RedactionsCommand.Add.class})
public final class RedactionsCommand {

  private static final int MOST_BYTES = 32 << 10;

  private RedactionsCommand() {}

  @Command(
      name = "ls",
      description = "Lists what is hidden of a recording; of texts, how many.",
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = "The session.")
    private String session = "";

    @Mixin private VaultAddress vault = new VaultAddress();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      PrintWriter out = Output.of(spec).text();
      vault.get(path(session)).path("redactions").forEach(one -> print(one, out));
      return 0;
    }
  }

  @Command(
      name = "add",
      description = "Hides a span of the recording's time, or texts wherever they were shown.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = "The session.")
    private String session = "";

    @Option(
        names = "--from",
        paramLabel = "SECONDS",
        description = "Where the span begins, in seconds of the recording's time.")
    private @Nullable BigDecimal from;

    @Option(names = "--to", paramLabel = "SECONDS", description = "Where it ends.")
    private @Nullable BigDecimal to;

    @Option(
        names = "--text",
        paramLabel = "TEXT",
        description = "A text to hide. It is then in the history of the shell: see --text-file.")
    private List<String> texts = new ArrayList<>();

    @Option(
        names = "--text-file",
        paramLabel = "FILE",
        description = "Texts to hide, one a line; - is standard input.")
    private @Nullable Path textFile;

    @Mixin private Why why = new Why();

    @Mixin private VaultAddress vault = new VaultAddress();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      List<String> all = new ArrayList<>(texts);
      if (textFile != null) {
        all.addAll(lines(textFile));
      }
      if ((from == null) != (to == null)) {
        throw Output.wrong(spec, "--from and --to belong together");
      }
      if (from == null && all.isEmpty()) {
        throw Output.wrong(
            spec, "there is nothing to hide: --from and --to, --text or --text-file say what");
      }
      print(vault.ask("POST", path(session), body(all)), Output.of(spec).text());
      return 0;
    }

    private byte[] body(List<String> all) {
      return Json.object(json -> {
        why.write(json);
        json.writeArrayFieldStart("spans");
        if (from != null && to != null) {
          json.writeStartObject();
          json.writeNumberField("from", from);
          json.writeNumberField("to", to);
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("texts");
        for (String text : all) {
          json.writeString(text);
        }
        json.writeEndArray();
      });
    }

    private List<String> lines(Path file) throws IOException {
      byte[] bytes;
      try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
      if (bytes.length > MOST_BYTES) {
        throw Output.wrong(spec, "--text-file: more than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, UTF_8).lines().filter(line -> !line.isBlank()).toList();
    }
  }

  private static String path(String session) {
    return "/v1/sessions/" + VaultAddress.encoded(session) + "/redactions";
  }

  private static void print(JsonNode one, PrintWriter out) {
    out.printf(
        "%s. %s by %s: %s%n",
        one.path("number").asText(),
        one.path("at").asText(),
        one.path("by").asText(),
        one.path("reason").asText());
    one.path("spans")
        .forEach(span ->
            out.printf(
                "   from %s to %s s%n", span.path("from").asText(), span.path("to").asText()));
    if (one.path("texts").asInt() > 0) {
      out.printf("   %s texts, wherever they are%n", one.path("texts").asText());
    }
  }
}
