package io.tapevault.cli.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.cli.output.Output;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Replaced;
import io.tapevault.configuration.Configuration.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What changes the settings: only a document that is right, and only over the version that was
/// seen.
public final class ConfigChanges {

  // Far above what a document may have, which is then said with its size.
  private static final int MOST_READ = 1 << 20;

  private ConfigChanges() {}

  @Command(
      name = "set",
      description = "Puts a document in the place of the one that is there.",
      mixinStandardHelpOptions = true)
  static final class Change implements Callable<Integer> {
    @Mixin private ConfigWhere where = new ConfigWhere();

    @Option(
        names = "--over",
        paramLabel = "VERSION",
        description = "Only over this version, as history shows it.")
    private @Nullable String over;

    @Parameters(paramLabel = "FILE", description = "The document; - is standard input.")
    private Path file = Path.of("");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      String seen = over == null ? seen(where) : over;
      return store(where, document(file), seen, spec);
    }
  }

  @Command(
      name = "edit",
      description = "Opens the document in $VISUAL or $EDITOR, and stores what is saved.",
      mixinStandardHelpOptions = true)
  static final class Edit implements Callable<Integer> {
    @Mixin private ConfigWhere where = new ConfigWhere();
    @Spec private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    Edit() {
      this(System.getenv());
    }

    Edit(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      String seen = seen(where);
      String before =
          where.kept().current() instanceof Current.There(Version version)
              ? version.document()
              : "{}\n";
      // For its owner alone: there are secrets in it.
      Path copy = Files.createTempFile("tapevault-", ".yaml");
      Files.writeString(copy, before);
      int ended = new ProcessBuilder(editor(copy)).inheritIO().start().waitFor();
      String after = Files.readString(copy);
      if (ended != 0 || after.equals(before)) {
        Files.delete(copy);
        Output.err(spec).println("nothing is changed");
        return ended == 0 ? 0 : 1;
      }
      int stored = store(where, after, seen, spec);
      if (stored == 0) {
        Files.delete(copy);
      } else {
        Output.err(spec).println("what you wrote is in " + copy);
      }
      return stored;
    }

    // It may have options, as `code --wait` has.
    private List<String> editor(Path file) {
      String command =
          Stream.of("VISUAL", "EDITOR")
              .map(name -> environment.getOrDefault(name, ""))
              .filter(text -> !text.isBlank())
              .findFirst()
              .orElse("vi");
      return Stream.concat(Stream.of(command.strip().split("\\s+")), Stream.of(file.toString()))
          .toList();
    }
  }

  static String document(Path file) throws IOException {
    boolean standardInput = file.toString().equals("-");
    if (!standardInput && Files.isDirectory(file)) {
      throw new IOException(file + " is a folder: name the document in it");
    }
    try (InputStream in = standardInput ? System.in : Files.newInputStream(file)) {
      byte[] document = in.readNBytes(MOST_READ + 1);
      if (document.length > MOST_READ) {
        throw new IOException(file + " has more than " + MOST_READ + " bytes: it is no document");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8", e);
    }
  }

  private static @Nullable String seen(ConfigWhere where) {
    return switch (where.kept().current()) {
      case Current.There there -> there.version().id();
      case Current.Missing missing -> null;
    };
  }

  public static int store(
      ConfigWhere where, String document, @Nullable String over, @Nullable CommandSpec spec)
      throws IOException {
    PrintWriter err = Output.err(spec);
    List<String> faults = ConfigCommand.faults(where.reader(), document);
    if (!faults.isEmpty()) {
      err.println("tapevault: nothing is changed, for this is wrong with the document:");
      faults.forEach(fault -> err.println("  - " + fault));
      return 1;
    }
    return switch (where.kept().replace(document, over)) {
      case Replaced.Stored stored -> stored(where, stored.version(), spec);
      case Replaced.Overwrote overwrote -> {
        err.println(
            "version "
                + overwrote.over()
                + ", which somebody stored meanwhile, is overwritten; it is in the history");
        yield stored(where, overwrote.version(), spec);
      }
      case Replaced.WrongLength length -> {
        err.println("tapevault: nothing is changed: " + length.said());
        yield 1;
      }
      case Replaced.Overtaken overtaken -> {
        err.println("tapevault: nothing is changed: " + said(overtaken.now()));
        yield 1;
      }
    };
  }

  private static int stored(ConfigWhere where, Version version, @Nullable CommandSpec spec)
      throws IOException {
    String soon =
        where.isOnAws()
            ? "functions take it up within 30 seconds"
            : "a vault that runs takes it up now";
    Output.of(spec).text().println(version + " is stored; " + soon);
    String waiting = where.waiting();
    if (!waiting.isEmpty()) {
      Output.err(spec).println(waiting);
    }
    return 0;
  }

  private static String said(Current now) {
    return switch (now) {
      case Current.There there -> there.version() + " is there meanwhile; look at it first";
      case Current.Missing missing -> missing.why();
    };
  }
}
