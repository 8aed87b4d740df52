package io.tapevault.cli;

import io.tapevault.cli.config.ConfigCommand;
import io.tapevault.cli.cost.CostCommand;
import io.tapevault.cli.demo.DemoCommand;
import io.tapevault.cli.doctor.DoctorCommand;
import io.tapevault.cli.events.EventsCommand;
import io.tapevault.cli.events.ParkedCommand;
import io.tapevault.cli.forward.ForwardCommand;
import io.tapevault.cli.help.CompletionCommand;
import io.tapevault.cli.help.ManCommand;
import io.tapevault.cli.nodes.NodeCommand;
import io.tapevault.cli.nodes.NodeRunning;
import io.tapevault.cli.nodes.NodesCommand;
import io.tapevault.cli.output.Failure;
import io.tapevault.cli.output.StandardOutput;
import io.tapevault.cli.process.Environment;
import io.tapevault.cli.recordings.RecordingsCommand;
import io.tapevault.cli.recordings.RedactionsCommand;
import io.tapevault.cli.sessions.HoldsCommand;
import io.tapevault.cli.sessions.SessionsCommand;
import io.tapevault.cli.tokens.TokensCommand;
import io.tapevault.cli.ui.UiCommand;
import io.tapevault.cli.vault.ProfilesCommand;
import io.tapevault.settings.Release;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
    name = "tapevault",
    description = "Keeps audit events and session recordings.",
    mixinStandardHelpOptions = true,
    version = "tapevault " + Release.VERSION,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LocalCommand.class,
      UiCommand.class,
      ConfigCommand.class,
      ForwardCommand.class,
      SessionsCommand.class,
      EventsCommand.class,
      ParkedCommand.class,
      HoldsCommand.class,
      TokensCommand.class,
      RecordingsCommand.class,
      RedactionsCommand.class,
      NodeCommand.class,
      NodesCommand.class,
      DoctorCommand.class,
      CostCommand.class,
      ProfilesCommand.class,
      DemoCommand.class,
      CompletionCommand.class,
      ManCommand.class
    },
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 not used rightly, 3 ended by an error of the JVM, 4 there"
          + " is something to look at, 130 interrupted, 141 nobody reads the output any more.",
      "",
      "  tapevault demo                         the main job, in front of you",
      "  tapevault local --data ./vault         the whole system on this machine",
      "  tapevault ui --vault aws:STACK         the page of a vault elsewhere",
      "  tapevault config edit --data ./vault   its settings, while it runs",
      "  tapevault forward status               what became of events at SIEMs",
      "  tapevault sessions ls                  sessions, with and without recordings",
      "  tapevault events search                what happened; tail, export, get",
      "  tapevault holds place SESSION          keeps a session past its retention",
      "  tapevault tokens create NAME           lets in a shipper that cannot sign",
      "  tapevault recordings play FILE         a recording in this terminal",
      "  tapevault recordings convert FILE      as cast, transcript, page or picture",
      "  tapevault node run --config FILE       ships a node's log and recordings",
      "  tapevault nodes ls                     the nodes that a vault hears of",
      "  tapevault profiles show                which vault is asked, and who asks",
      "  tapevault doctor                       what there is to look at in a vault",
      "  tapevault cost --events-per-day N      what a deployment on AWS will cost",
      "  tapevault test                         everything that CI runs",
      "  tapevault install                      puts this command into ~/.local"
    })
public final class Tapevault implements Environment {

  // As the JVM itself answers when its memory runs out.
  private static final int BROKEN = 3;

  private final Map<String, String> environment;

  private Tapevault(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Map<String, String> variables() {
    return environment;
  }

  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(Tapevault::uncaught);
    Path node = NodeRunning.plain(args);
    System.exit(node == null ? run(args) : NodeRunning.withoutCommandLine(node));
  }

  private static int run(String... args) {
    try {
      PrintWriter out = StandardOutput.open();
      int status = commandLine().setOut(out).execute(args);
      out.flush();
      return status;
    } catch (StandardOutput.Unwritten trouble) {
      return trouble.said();
    }
  }

  // After an Error nobody knows what still works. The process ends as by kill -9, which loses
  // nothing
  // that was answered with success.
  private static void uncaught(Thread thread, Throwable trouble) {
    trouble.printStackTrace();
    if (trouble instanceof Error) {
      System.err.println(
          "tapevault: it ends, because of "
              + trouble
              + "; what was answered with success is kept: start it again");
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  public static CommandLine commandLine() {
    return commandLine(System.getenv());
  }

  public static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Tapevault(environment))
        .setExecutionExceptionHandler(
            (trouble, command, result) -> Failure.said(command.getErr(), trouble));
  }
}
