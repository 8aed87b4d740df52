package io.tapevault.settings;

/// Which Tapevault this is.
public final class Release {

  /// As the pom has it, without `-SNAPSHOT`.
  public static final String VERSION = "0.1.0";

  private Release() {}
}
