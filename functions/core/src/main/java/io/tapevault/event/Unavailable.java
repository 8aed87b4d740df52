package io.tapevault.event;

/// A store or a service cannot be reached, or is too busy: the same call may succeed later.
public final class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }

  public Unavailable(String message) {
    super(message);
  }
}
