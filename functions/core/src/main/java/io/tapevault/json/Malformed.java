package io.tapevault.json;

/// What was read is not what it should be; reading it again does not help.
public final class Malformed extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Malformed(String message) {
    super(message);
  }
}
