package io.tapevault.cli.process;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The environment that a command runs in, which the root of all commands has.
public interface Environment {

  Map<String, String> variables();

  static Map<String, String> of(@Nullable CommandSpec spec) {
    return spec != null && spec.root().userObject() instanceof Environment root
        ? root.variables()
        : System.getenv();
  }
}
