package io.tapevault.cli.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.output.ByteProgress;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.OutputFile;
import io.tapevault.cli.output.StandardOutput;
import io.tapevault.cli.process.TemporaryFolder;
import io.tapevault.cli.vault.Download;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.Recordings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault recordings get`: a recording of a vault, on this machine.
@Command(
    name = "get",
    description = {
      "Brings a recording of a vault to this machine: the bytes as they came in, or what is shown.",
      "What breaks off goes on where it was, also when it is called again. The bytes as they came"
          + " in are compared with the SHA-256 that the vault's log tells of them.",
      "Exit status: 0 done, 1 failed, or they are other bytes, 2 not used rightly."
    },
    mixinStandardHelpOptions = true)
final class RecordingsGet implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_EVENTS = 2_000;

  @Parameters(paramLabel = "SESSION", description = "The session, as its events name it.")
  private String session = "";

  @Option(
      names = "--as",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}, without what is redacted. Default: as it came in.")
  private @Nullable RecordingAs as;

  @Option(
      names = "--partial",
      description = "Of a recording that is not whole, with --as: what there is of it.")
  private boolean partial;

  @Option(
      names = "--original",
      description = "As it came in, also where something of it is redacted. Few may do that.")
  private boolean original;

  @Mixin private OutputFile output = new OutputFile();
  @Mixin private VaultAddress vault = new VaultAddress();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (as != null && original) {
      throw Output.wrong(spec, "--as and --original: take one of them away");
    }
    if (output.isStandardOutput()) {
      try (TemporaryFolder folder = TemporaryFolder.create("tapevault-get-")) {
        write(fetched(folder.path().resolve("part")), StandardOutput.bytes());
      }
      return 0;
    }
    Path named = output.file();
    Path target = named == null ? Path.of(usual()) : named;
    output.check(target);
    Path folder = Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(Path.of("/"));
    String what = path().replaceAll("[^A-Za-z0-9._-]", "_");
    Path part = folder.resolve("." + what + ".part");
    Download download = fetched(part);
    if (download.isPacked() || isMadeHere()) {
      unpacked(download, folder, target);
    } else {
      output.place(part, target);
    }
    download.forget();
    Output.err(spec).println(target + " is there");
    return 0;
  }

  private void unpacked(Download download, Path folder, Path target) throws IOException {
    Path unfinished = Files.createTempFile(folder, "." + target.getFileName(), ".unfinished");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        write(download, out);
      }
      output.place(unfinished, target);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// All else is made of the cast, as `convert` makes it of a file.
  private boolean isMadeHere() {
    return as != null && as != RecordingAs.cast;
  }

  private void write(Download download, OutputStream to) throws IOException {
    if (as == null || !isMadeHere()) {
      download.unpack(to);
      return;
    }
    try (TemporaryFolder folder = TemporaryFolder.create("tapevault-get-")) {
      Path cast = folder.path().resolve("cast");
      try (OutputStream out = Files.newOutputStream(cast)) {
        download.unpack(out);
      }
      OutputStream out = new BufferedOutputStream(to, 64 << 10);
      try (FileChannel channel = FileChannel.open(cast, StandardOpenOption.READ);
          RecordingReader reader = Recordings.open(new FileSource(channel, position -> {}))) {
        as.write(reader, new RecordingAs.Wishes(CastVersion.V2, Long.MAX_VALUE), out);
      }
      out.flush();
    }
  }

  private String usual() {
    String name = session.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "");
    return name + (as == null ? ".tar" : "." + as.name());
  }

  private String path() {
    String sid = VaultAddress.encoded(session);
    return as != null
        ? "/v1/sessions/" + sid + "/recording.cast" + (partial ? "?partial=true" : "")
        : (original ? "/v1/originals/" : "/v1/sessions/") + sid + "/recording";
  }

  private Download fetched(Path part) throws IOException, InterruptedException {
    PrintWriter err = Output.err(spec);
    try (ByteProgress progress = new ByteProgress("received", -1, true)) {
      Download download =
          new Download(vault, part, progress, line -> err.println("tapevault: " + line));
      download.fetch(path());
      if (as == null) {
        check(download);
      }
      return download;
    }
  }

  private void check(Download download) throws IOException, InterruptedException {
    String sha256 = download.unpack(OutputStream.nullOutputStream());
    Set<String> told = told();
    if (told.isEmpty()) {
      Output.err(spec)
          .println("tapevault: the vault tells no SHA-256 of it; what came has " + sha256);
    } else if (!told.contains(sha256)) {
      download.forget();
      throw new IOException(
          "what came has the SHA-256 "
              + sha256
              + ", and the vault's log tells "
              + String.join(", ", told)
              + ": it is not what was uploaded, and nothing was written");
    }
  }

  /// What `session.upload` tells, of each recording that arrived.
  private Set<String> told() throws IOException, InterruptedException {
    Set<String> told = new TreeSet<>();
    // Those of another recording are its session's.
    String of = SessionId.parse(session).map(sid -> sid.session().value()).orElse(session);
    String path = "/v1/sessions/" + VaultAddress.encoded(of) + "/events";
    new Pages(vault, path, "events", 100)
        .each(
            Map.of("order", "desc"),
            MOST_EVENTS,
            json -> {
              JsonNode event = JSON.readTree(json);
              if (event.path("event").asText().equals("session.upload")
                  && !event.path("sha256").asText().isEmpty()) {
                told.add(event.path("sha256").asText());
              }
            });
    return told;
  }
}
