package io.tapevault.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Of how many there may be.
final class Limits {

  private Limits() {}

  static void check(int limit, @Nullable CommandSpec spec) {
    if (limit < 1) {
      throw new ParameterException(
          Objects.requireNonNull(spec, "picocli sets it").commandLine(),
          "Invalid value for option '--limit': " + limit + "; it is a whole number from 1 on");
    }
  }
}
