package io.tapevault.cli.ui;

import io.tapevault.cli.output.Output;
import io.tapevault.cli.process.StopSignal;
import io.tapevault.cli.process.TemporaryFolder;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.local.Desk;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault ui`: the auditor's page for a vault elsewhere, until it is told to stop.
@Command(
    name = "ui",
    description = {
      "Serves the auditor's page of a vault elsewhere on a loopback port, until Ctrl-C.",
      "It asks the vault in your name: with your own AWS credentials, or a token. Only who has the"
          + " address that it prints can use it. A vault on this machine has the page itself, at"
          + " its own address."
    },
    mixinStandardHelpOptions = true)
public final class UiCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port; 0 takes any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Mixin private VaultAddress vault = new VaultAddress();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65_535) {
      throw Output.wrong(
          spec, "Invalid value for option '--port': " + port + " is no port, which is 0 to 65535");
    }
    try (StopSignal stop = StopSignal.listen();
        TemporaryFolder folder = TemporaryFolder.create("tapevault-ui-");
        Desk desk =
            Desk.open(
                new UiVault(vault.client(), folder.path()), vault.name(), port, folder.path())) {
      PrintWriter out = Output.log(spec);
      out.println("The page of " + vault.name() + " is at");
      out.println("  " + desk.address());
      out.println("Ctrl-C ends it.");
      out.flush();
      stop.await();
    } catch (BindException e) {
      throw new IOException("port " + port + " is taken; choose another, or 0", e);
    }
    return 0;
  }
}
