package io.tapevault.cli;

import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Version;
import io.tapevault.disk.watched.WatchedFile;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.LocalPlace;
import io.tapevault.local.WatchedConfig;
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

/// `tapevault config`: the settings of a vault on one machine, whether it runs or not.
@Command(
    name = "config",
    description = "Shows and changes the settings of a vault on one machine, while it runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ConfigCommand.Get.class,
      ConfigChanges.Change.class,
      ConfigChanges.Edit.class,
      ConfigCommand.Validate.class,
      ConfigCommand.History.class
    })
final class ConfigCommand {

  static final ConfigReader READER = new ConfigReader(new LocalPlace());

  private ConfigCommand() {}

  /// Where the document is.
  static final class Where {

    @Option(
        names = "--data",
        paramLabel = "DIR",
        defaultValue = "tapevault-data",
        description = "The data of the vault. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("tapevault-data");

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The file of the settings. Default: tapevault.yaml in DIR")
    private @Nullable Path config;

    Path file() {
      return config == null ? WatchedConfig.file(data) : config;
    }

    WatchedFile kept() {
      return WatchedConfig.open(file(), data);
    }

    Set<String> waiting() throws IOException {
      return WatchedConfig.waiting(kept(), data);
    }
  }

  @Command(
      name = "get",
      description = "Prints the document that is there.",
      mixinStandardHelpOptions = true)
  static final class Get implements Callable<Integer> {
    @Mixin private Where where = new Where();
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
          Set<String> waiting = where.waiting();
          if (!waiting.isEmpty()) {
            err.println("a restart is needed for " + String.join(", ", waiting));
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

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      String document = ConfigChanges.document(file);
      List<String> faults = faults(aws ? new ConfigReader(new AwsPlace()) : READER, document);
      faults.forEach(Output.of(spec).text()::println);
      return faults.isEmpty() ? 0 : 1;
    }
  }

  @Command(
      name = "history",
      description = "Lists the versions, the newest first, with what changed.",
      mixinStandardHelpOptions = true)
  static final class History implements Callable<Integer> {
    @Mixin private Where where = new Where();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = Output.of(spec).text();
      List<Version> versions = where.kept().history().toList();
      for (int i = 0; i < versions.size(); i++) {
        Version version = versions.get(i);
        out.println(
            ConfigCommand.said(version) + ": " + what(versions.subList(i, versions.size())));
      }
      return 0;
    }

    /// What the first of these versions is to the last right one before it.
    private static String what(List<Version> versions) {
      if (!(READER.read(versions.getFirst().document()) instanceof Judged.Right right)) {
        return "refused";
      }
      for (Version before : versions.subList(1, versions.size())) {
        if (READER.read(before.document()) instanceof Judged.Right former) {
          Set<String> names = right.written().namesOf(former.written());
          return names.isEmpty() ? "only its wording" : String.join(", ", names);
        }
      }
      return "the first";
    }
  }

  /// Where events and recordings are on AWS. What the rest of such a URI says is for the
  /// deployment.
  private static final class AwsPlace implements ConfigReader.Place {
    private final ConfigReader.Place local = new LocalPlace();

    @Override
    public void events(String uri) {
      check(uri.startsWith("dynamodb://"), "is no dynamodb://table, which it is on AWS");
    }

    @Override
    public void recordings(String uri) {
      check(uri.startsWith("s3://"), "is no s3://bucket, which it is on AWS");
    }

    @Override
    public void siem(SinkSpec siem) {
      local.siem(siem);
    }

    private static void check(boolean right, String fault) {
      if (!right) {
        throw new IllegalArgumentException(fault);
      }
    }
  }

  static List<String> faults(String document) {
    return faults(READER, document);
  }

  private static List<String> faults(ConfigReader reader, String document) {
    return switch (reader.read(document)) {
      case Judged.Right right -> List.of();
      case Judged.Wrong wrong -> wrong.faults();
    };
  }

  static String said(Version version) {
    return version + (version.by() == null ? "" : " by " + version.by());
  }
}
