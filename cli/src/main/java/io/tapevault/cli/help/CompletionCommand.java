package io.tapevault.cli.help;

import io.tapevault.cli.output.Output;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What a shell has to know to complete our commands.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints what a shell reads to complete tapevault's commands.",
    footer = {
      "",
      "  bash   source <(tapevault completion bash)",
      "  zsh    tapevault completion zsh > a folder of $fpath/_tapevault",
      "  fish   tapevault completion fish > ~/.config/fish/completions/tapevault.fish",
      "",
      "./tapevault install does it for all three."
    })
public final class CompletionCommand implements Callable<Integer> {

  enum Shell {
    bash,
    zsh,
    fish
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    // Our own text, whose tabs and line ends are the shell's.
    var out = Output.of(spec).terminal();
    CommandSpec root = Objects.requireNonNull(spec, "picocli sets it").root();
    switch (shell) {
      case bash -> out.print(bash(root));
      case zsh -> out.print(zsh(bash(root)));
      case fish -> out.print(FishCompletion.of(root));
    }
    out.flush();
    return 0;
  }

  private static String bash(CommandSpec root) {
    return AutoComplete.bash(root.name(), root.commandLine());
  }

  private static String zsh(String bash) {
    return """
    #compdef tapevault
    autoload -U +X bashcompinit && bashcompinit
    compopt() { : }
    %s
    _bash_complete -o default -F _complete_tapevault
    """
        .formatted(bash);
  }
}
