package io.tapevault.cli.help;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The commands, as fish completes them: picocli has bash and zsh only.
final class FishCompletion {

  // Words that are no options are the path of a command, until its own parameters begin.
  private static final String PATHS =
      """
      function __tapevault_words
          for word in (commandline -opc)[2..]
              string match -q -- '-*' $word; or echo $word
          end
      end
      function __tapevault_at
          set -l words (__tapevault_words)
          test "$words" = "$argv"
      end
      function __tapevault_in
          set -l words (__tapevault_words)
          string match -q -- "$argv *" "$words "
      end
      """;

  private final StringBuilder script = new StringBuilder(PATHS);

  private FishCompletion() {}

  static String of(CommandSpec root) {
    FishCompletion fish = new FishCompletion();
    fish.commands("", root);
    return fish.script.toString();
  }

  private void commands(String path, CommandSpec command) {
    for (Map.Entry<String, CommandLine> each : command.subcommands().entrySet()) {
      CommandSpec inner = each.getValue().getCommandSpec();
      if (inner.usageMessage().hidden()) {
        continue;
      }
      line("__tapevault_at" + path)
          .append(" -f -a ")
          .append(quoted(each.getKey()))
          .append(described(inner.usageMessage().description()));
      commands(path + " " + each.getKey(), inner);
    }
    command.options().stream().filter(option -> !option.hidden()).forEach(o -> option(path, o));
  }

  private void option(String path, OptionSpec option) {
    line(path.isEmpty() ? "__tapevault_at" : "__tapevault_in" + path);
    for (String name : option.names()) {
      script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1));
    }
    if (option.arity().max() > 0) {
      script.append(" -r");
    }
    Iterable<String> values = option.completionCandidates();
    if (values != null) {
      script.append(" -f -a ").append(quoted(String.join(" ", values)));
    }
    script.append(described(option.description()));
  }

  private StringBuilder line(String condition) {
    return script.append("complete -c tapevault -n ").append(quoted(condition));
  }

  private static String described(String[] description) {
    return description.length == 0 ? "\n" : " -d " + quoted(description[0]) + "\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
