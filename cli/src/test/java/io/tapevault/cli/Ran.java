package io.tapevault.cli;

import io.tapevault.local.LocalVault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;

/// A command that asked a vault, and what it printed; a time is `TIME`.
public record Ran(int exit, String out, String err) {

  public static Ran of(String noun, LocalVault vault, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Tapevault.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    Stream<String> where = Stream.of("--vault", vault.uri().toString());
    int exit =
        command.execute(
            Stream.concat(Stream.concat(Stream.of(noun), Arrays.stream(args)), where)
                .toArray(String[]::new));
    return new Ran(exit, out.toString().replaceAll("20\\d\\d-\\S+Z", "TIME"), err.toString());
  }
}
