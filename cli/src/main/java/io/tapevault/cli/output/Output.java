package io.tapevault.cli.output;

import java.io.Console;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Where a command prints: text, in which whatever a name holds is harmless; and the terminal
/// itself, for what [SafeText] let through.
public record Output(PrintWriter text, PrintWriter terminal) {

  public static Output of(@Nullable CommandSpec spec) {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    return new Output(new PrintWriter(new HarmlessWriter(out), true), out);
  }

  /// Where what goes on for days says how it is doing: that nobody reads it any more ends nothing.
  public static PrintWriter log(@Nullable CommandSpec spec) {
    return new PrintWriter(
        new HarmlessWriter(new PrintWriter(System.out, true, System.out.charset())), true);
  }

  /// Where a command says what is not its result.
  public static PrintWriter err(@Nullable CommandSpec spec) {
    PrintWriter err = Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
    return new PrintWriter(new HarmlessWriter(err), true);
  }

  /// What was not used rightly: picocli says it, with the usage, and ends with 2.
  public static ParameterException wrong(@Nullable CommandSpec spec, String what) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), what);
  }

  /// Whether somebody looks at it, who may be shown a line that changes.
  public static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private static final class HarmlessWriter extends FilterWriter {
    HarmlessWriter(Writer out) {
      super(out);
    }

    @Override
    public void write(int c) throws IOException {
      out.write(SafeText.harmless(Character.toString(c)));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      out.write(SafeText.harmless(new String(text, offset, length)));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      out.write(SafeText.harmless(text.substring(offset, offset + length)));
    }
  }
}
