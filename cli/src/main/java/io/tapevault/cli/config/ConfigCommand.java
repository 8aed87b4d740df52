package io.tapevault.cli.config;

import io.tapevault.cli.output.Output;
import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault config`: the settings of a vault on one machine, whether it runs or not, or of a
/// deployment on AWS.
@Command(
    name = "config",
    description = "Shows and changes the settings of a vault, while it runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ConfigCommand.Get.class,
      ConfigChanges.Change.class,
      ConfigChanges.Edit.class,
      ConfigCommand.Validate.class,
      ConfigCommand.History.class
    })
public final class ConfigCommand {

  private ConfigCommand() {}

  @Command(
      name = "get",
      description = "Prints the document that is there.",
      mixinStandardHelpOptions = true)
  static final class Get implements Callable<Integer> {
    @Mixin private ConfigWhere where = new ConfigWhere();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      PrintWriter err = Output.err(spec);
      return switch (where.kept().current()) {
        case Current.There(Version version) -> {
          PrintWriter out = Output.of(spec).text();
          out.print(version.document());
          out.flush();
          err.println(ConfigCommand.said(version));
          String waiting = where.waiting();
          if (!waiting.isEmpty()) {
            err.println(waiting);
          }
          yield 0;
        }
        case Current.Missing missing -> {
          err.println("tapevault: " + missing.why());
          yield 1;
        }
      };
    }
  }

  @Command(
      name = "validate",
      description = "Names everything that is wrong with a document, and changes nothing.",
      mixinStandardHelpOptions = true)
  static final class Validate implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The document; - is standard input.")
    private Path file = Path.of("");

    @Option(names = "--aws", description = "As a deployment on AWS judges it.")
    private boolean aws;

    @Mixin private ConfigWhere where = new ConfigWhere();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      String document = ConfigChanges.document(file);
      List<String> faults = faults(aws ? ConfigWhere.onAws() : where.reader(), document);
      faults.forEach(Output.of(spec).text()::println);
      return faults.isEmpty() ? 0 : 1;
    }
  }

  @Command(
      name = "history",
      description = "Lists the versions, the newest first, with what changed.",
      mixinStandardHelpOptions = true)
  static final class History implements Callable<Integer> {
    @Mixin private ConfigWhere where = new ConfigWhere();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = Output.of(spec).text();
      List<Version> versions = where.kept().history().toList();
      for (int i = 0; i < versions.size(); i++) {
        Version version = versions.get(i);
        out.println(
            ConfigCommand.said(version)
                + ": "
                + what(versions.subList(i, versions.size()), where.reader()));
      }
      return 0;
    }

    /// What the first of these versions is to the last right one before it.
    private static String what(List<Version> versions, ConfigReader reader) {
      if (!(reader.read(versions.getFirst().document()) instanceof Judged.Right right)) {
        return "refused";
      }
      for (Version before : versions.subList(1, versions.size())) {
        if (reader.read(before.document()) instanceof Judged.Right former) {
          Set<String> names = right.written().namesOf(former.written());
          return names.isEmpty() ? "only its wording" : String.join(", ", names);
        }
      }
      return "the first";
    }
  }

  static List<String> faults(ConfigReader reader, String document) {
    return switch (reader.read(document)) {
      case Judged.Right right -> List.of();
      case Judged.Wrong wrong -> wrong.faults();
    };
  }

  static String said(Version version) {
    return version + (version.by() == null ? "" : " by " + version.by());
  }
}
