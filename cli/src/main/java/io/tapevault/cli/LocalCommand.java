package io.tapevault.cli;

import io.tapevault.cli.output.Output;
import io.tapevault.cli.process.StopSignal;
import io.tapevault.configuration.InForce;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.local.config.WatchedConfig;
import io.tapevault.local.http.Listening;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tapevault local`: serves until it is told to stop.
@Command(
    name = "local",
    description = "Serves the whole system on one port and keeps its data. Ctrl-C ends it.",
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {

  private static final int PORT = 8420;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port; 0 takes any that is free. Default: what the settings say, or 8420")
  private @Nullable Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "tapevault-data",
      description = "Where events and recordings are kept. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of("tapevault-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The settings, as YAML; a change is taken up while it runs. Default: tapevault.yaml in"
              + " DIR")
  private @Nullable Path config;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Asks every caller for the token in it; it is made where there is none.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The name or address of this machine to listen at. Default: ${DEFAULT-VALUE}; any other"
              + " than loopback needs --token-file, and --tls-certificate with --tls-key")
  private String address = "127.0.0.1";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "How others reach it. Default: https://ADDRESS:N")
  private @Nullable URI url;

  @ArgGroup(exclusive = false)
  private @Nullable Pem pem;

  static final class Pem {
    @Option(
        names = "--tls-certificate",
        required = true,
        paramLabel = "FILE",
        description = "Speaks TLS, and shows these certificates, in PEM.")
    private Path certificate = Path.of("");

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "FILE",
        description = "The key of the first of them, in PEM (PKCS #8).")
    private Path key = Path.of("");

    @Option(
        names = "--client-ca",
        paramLabel = "FILE",
        description =
            "Who shows a certificate that one of these in PEM has signed may send events, without"
                + " a token.")
    private @Nullable Path clientCa;

    Listening.Certificates files() {
      return new Listening.Certificates(certificate, key, clientCa);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new ParameterException(
          commandLine(),
          "Invalid value for option '--port': " + port + " is no port, which is 0 to 65535");
    }
    InForce settings = WatchedConfig.load(config == null ? WatchedConfig.file(data) : config, data);
    LocalConfig here = LocalConfig.of(settings.now().config(), data);
    try (StopSignal stop = StopSignal.listen();
        LocalVault vault = start(settings)) {
      PrintWriter out = Output.log(spec);
      out.println("Tapevault listens on " + vault.uri());
      out.println("  events      " + here.events());
      out.println("  recordings  " + here.recordings());
      here.siems().forEach(siem -> out.println("  forwards to " + siem.spec()));
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

  private LocalVault start(InForce settings) throws IOException {
    Integer said = port == null ? settings.now().config().listen() : port;
    int listen = said == null ? PORT : said;
    Listening listening = new Listening(address, listen, url, pem == null ? null : pem.files());
    try {
      return LocalVault.start(settings, data, listening, tokenFile);
    } catch (BindException e) {
      throw new IOException(listening.notTaken(e), e);
    }
  }
}
