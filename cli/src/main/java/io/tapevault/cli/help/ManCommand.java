package io.tapevault.cli.help;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The manual, for whoever packages or installs the command.
@Command(
    name = "man",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Writes a page of the manual for each command into a folder.")
public final class ManCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "where they go; it is made if it is missing")
  private Path folder = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    write(Objects.requireNonNull(spec, "picocli sets it").root());
    return 0;
  }

  private void write(CommandSpec command) throws IOException {
    if (!command.usageMessage().hidden()) {
      Files.writeString(folder.resolve(ManPage.name(command) + ".1"), ManPage.of(command));
      for (CommandLine inner : command.subcommands().values()) {
        write(inner.getCommandSpec());
      }
    }
  }
}
