package io.tapevault.node.vault;

import java.nio.file.Path;

/// How a node shows the vault who asks.
public sealed interface Auth {

  /// Not at all.
  record None() implements Auth {}

  /// By the word in a file.
  record Token(Path file) implements Auth {}

  /// By AWS's signature of each request, for an API in a region, with the credentials of one of
  /// this machine's profiles, or, where none is named, with those that are found.
  record Aws(String region, String profile) implements Auth {
    public Aws(String region) {
      this(region, "");
    }
  }
}
