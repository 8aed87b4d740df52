package io.tapevault.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.NotPermitted;
import org.junit.jupiter.api.function.Executable;

/// What a backend says when it lacks a permission.
final class Permissions {

  private Permissions() {}

  /// The permission is named, in the words of the service or as what is done to a file, and what it
  /// is missing on.
  static void isNamed(Executable call) {
    NotPermitted missing = assertThrows(NotPermitted.class, call);
    String permission = missing.permission();
    assertTrue(permission.matches("[a-z0-9]+:[A-Z][A-Za-z]+|[a-z]+ing"), permission);
    String message = String.valueOf(missing.getMessage());
    String expected = permission + " is not permitted on ";
    assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
    assertTrue(message.length() > expected.length(), message);
  }
}
