package io.tapevault.aws.vault;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The SIEMs that were deployed, for functions that deliver nothing to them.
public final class SinkNames {

  public static final String VARIABLE = "TAPEVAULT_SINKS";

  private SinkNames() {}

  /// None where the variable is empty.
  public static Set<String> in(Map<String, String> env) {
    Set<String> names = new TreeSet<>(Set.of(env.getOrDefault(VARIABLE, "").split(",", -1)));
    names.remove("");
    return names;
  }
}
