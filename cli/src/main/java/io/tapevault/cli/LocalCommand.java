package io.tapevault.cli;

import io.tapevault.local.LocalConfig;
import io.tapevault.local.LocalVault;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tapevault local`: serves until it is told to stop.
@Command(
    name = "local",
    description =
        "Serves the whole system on one loopback port and keeps its data. Ctrl-C ends it.",
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8420",
      description = "The port; 0 takes any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "tapevault-data",
      description = "Where events and recordings are kept. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of("tapevault-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Storage, retention and SIEMs, as YAML.")
  private @Nullable Path config;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Asks every caller for the token in it; it is made where there is none.")
  private @Nullable Path tokenFile;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          commandLine(),
          "Invalid value for option '--port': " + port + " is no port, which is 0 to 65535");
    }
    LocalConfig settings =
        config == null ? LocalConfig.defaults(data) : LocalConfig.read(config, data);
    try (StopSignal stop = StopSignal.listen();
        LocalVault vault = start(settings)) {
      PrintWriter out = Output.of(spec).text();
      out.println("Tapevault listens on " + vault.uri());
      out.println("  events      " + settings.events());
      out.println("  recordings  " + settings.recordings());
      settings.siems().forEach(siem -> out.println("  forwards to " + siem));
      if (tokenFile != null) {
        out.println("  token       " + tokenFile);
      }
      out.println("Ctrl-C ends it.");
      out.flush();
      stop.await();
    }
    return 0;
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }

  private LocalVault start(LocalConfig settings) throws IOException {
    try {
      return LocalVault.start(settings, data, port, tokenFile);
    } catch (BindException e) {
      throw new IOException(
          "port " + port + " is taken; choose another with --port, or 0 for any that is free", e);
    }
  }
}
