package io.tapevault.forwarding.secrets;

/// A secret that is named in the settings, and not there. The message says where it was looked for
/// and never what was found.
public final class Unresolved extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Unresolved(String message) {
    super(message);
  }
}
