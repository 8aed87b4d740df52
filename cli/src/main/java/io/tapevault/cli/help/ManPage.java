package io.tapevault.cli.help;

import io.tapevault.settings.Release;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A command's page of the manual, from what its `--help` is made of.
final class ManPage {

  private final StringBuilder page = new StringBuilder();
  private final CommandSpec command;

  private ManPage(CommandSpec command) {
    this.command = command;
  }

  /// The name of its page, without the section: `tapevault-config-get`.
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  static String of(CommandSpec command) {
    return new ManPage(command).written();
  }

  private String written() {
    CommandLine.Help help = command.commandLine().getHelp();
    page.append(".TH ").append(quoted(name(command).toUpperCase(Locale.ROOT)));
    page.append(" 1 \"\" ").append(quoted("Tapevault " + Release.VERSION)).append(" Tapevault\n");
    String[] description = command.usageMessage().description();
    section("NAME", name(command) + " - " + (description.length == 0 ? "" : description[0]));
    page.append(".SH SYNOPSIS\n.nf\n").append(text(help.synopsis(0).strip())).append("\n.fi\n");
    section("DESCRIPTION", String.join("\n", description));
    parameters(command.positionalParameters());
    options(command.options());
    commands();
    if (command.usageMessage().footer().length > 0) {
      page.append(".SH NOTES\n.nf\n");
      for (String line : command.usageMessage().footer()) {
        page.append(text(line)).append('\n');
      }
      page.append(".fi\n");
    }
    return page.toString();
  }

  private void section(String title, String content) {
    page.append(".SH ").append(title).append('\n').append(text(content)).append('\n');
  }

  private void parameters(List<PositionalParamSpec> parameters) {
    if (parameters.stream().anyMatch(each -> !each.hidden())) {
      page.append(".SH PARAMETERS\n");
    }
    for (PositionalParamSpec each : parameters) {
      if (!each.hidden()) {
        tagged(each.paramLabel(), String.join("\n", each.description()));
      }
    }
  }

  private void options(List<OptionSpec> options) {
    page.append(".SH OPTIONS\n");
    for (OptionSpec each : options) {
      if (!each.hidden()) {
        String value = each.arity().max() > 0 ? " " + each.paramLabel() : "";
        tagged(String.join(", ", each.names()) + value, String.join("\n", each.description()));
      }
    }
  }

  private void commands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    page.append(".SH COMMANDS\n");
    for (CommandLine each : new TreeMap<>(command.subcommands()).values()) {
      CommandSpec inner = each.getCommandSpec();
      if (!inner.usageMessage().hidden()) {
        tagged(name(inner) + "(1)", String.join("\n", inner.usageMessage().description()));
      }
    }
  }

  private void tagged(String tag, String content) {
    page.append(".TP\n.B ").append(text(tag)).append('\n').append(text(content)).append('\n');
  }

  /// Nothing in it is a request of roff's.
  private static String text(String plain) {
    return plain.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^(?=[.'])", "\\\\&");
  }

  private static String quoted(String plain) {
    return '"' + text(plain).replace("\"", "\\(dq") + '"';
  }
}
