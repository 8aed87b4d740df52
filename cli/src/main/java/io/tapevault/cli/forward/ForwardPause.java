package io.tapevault.cli.forward;

import io.tapevault.cli.config.ConfigChanges;
import io.tapevault.cli.config.ConfigWhere;
import io.tapevault.cli.output.Output;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.VaultConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault forward pause` and `resume`: one word in the settings of a vault, put there over the
/// version that was seen.
final class ForwardPause {

  private ForwardPause() {}

  @Command(
      name = "pause",
      description = "Sends one SIEM nothing; what is stored waits for it.",
      mixinStandardHelpOptions = true)
  static final class Pause implements Callable<Integer> {
    @Mixin private ConfigWhere where = new ConfigWhere();

    @Parameters(paramLabel = "SIEM", description = "Its name.")
    private String sink = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      return change(where, sink, true, spec);
    }
  }

  @Command(
      name = "resume",
      description = "Sends one SIEM what waited for it, and everything from then on.",
      mixinStandardHelpOptions = true)
  static final class Resume implements Callable<Integer> {
    @Mixin private ConfigWhere where = new ConfigWhere();

    @Parameters(paramLabel = "SIEM", description = "Its name.")
    private String sink = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      return change(where, sink, false, spec);
    }
  }

  private static int change(
      ConfigWhere where, String sink, boolean paused, @Nullable CommandSpec spec)
      throws IOException {
    PrintWriter err = Output.err(spec);
    if (!(where.kept().current() instanceof Current.There there)
        || !(where.reader().read(there.version().document()) instanceof Judged.Right now)) {
      err.println(
          "tapevault: there are no settings that could be changed; --data, --config or --vault"
              + " aws:STACK says where others are");
      return 1;
    }
    Optional<Boolean> is = paused(now.config(), sink);
    if (is.isEmpty()) {
      err.println("tapevault: the settings have no SIEM '" + sink + "'");
      return 1;
    }
    if (is.get() == paused) {
      err.println(sink + (paused ? " is paused already" : " is not paused"));
      return 0;
    }
    String document = PauseLine.in(there.version().document(), sink, paused);
    if (!(where.reader().read(document) instanceof Judged.Right then)
        || !then.config().equals(with(now.config(), sink, paused))) {
      err.println(
          "tapevault: this document has to be changed by hand: 'tapevault config edit', and 'pause: "
              + paused
              + "' beside the name of the SIEM");
      return 1;
    }
    return ConfigChanges.store(where, document, there.version().id(), spec);
  }

  private static Optional<Boolean> paused(VaultConfig config, String sink) {
    return config.siems().stream()
        .filter(one -> one.spec().name().equals(sink))
        .map(VaultConfig.Siem::paused)
        .findFirst();
  }

  /// What the document is to say, and nothing else.
  private static VaultConfig with(VaultConfig config, String sink, boolean paused) {
    List<VaultConfig.Siem> siems =
        config.siems().stream()
            .map(one ->
                one.spec().name().equals(sink) ? new VaultConfig.Siem(one.spec(), paused) : one)
            .toList();
    return new VaultConfig(
        config.listen(), config.storage(), config.nodes(), config.limits(), siems);
  }
}
