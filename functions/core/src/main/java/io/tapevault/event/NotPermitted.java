package io.tapevault.event;

/// A right is missing: the same call fails until somebody grants it. The message names the
/// permission and what it is missing on.
public final class NotPermitted extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String permission;

  /// `permission` in the words of the service, such as `sqs:SendMessage`.
  public NotPermitted(String permission, String resource, Throwable cause) {
    super(permission + " is not permitted on " + resource, cause);
    this.permission = permission;
  }

  public NotPermitted(String permission, String resource) {
    super(permission + " is not permitted on " + resource);
    this.permission = permission;
  }

  public String permission() {
    return permission;
  }
}
