package io.tapevault.forwarding.format;

import java.util.Map;

/// What is told of an event by `success`, or else by the last letter of its code: Teleport's codes
/// end in I, W or E.
public enum Code {
  INFORMATION,
  WARNING,
  ERROR,
  UNKNOWN;

  public static Code of(Map<String, Member> members) {
    Member code = members.get("code");
    String text = code == null ? "" : code.text();
    return switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
      case 'I' -> INFORMATION;
      case 'W' -> WARNING;
      case 'E' -> ERROR;
      default -> UNKNOWN;
    };
  }

  /// Whether what was tried was done.
  public enum Result {
    SUCCESS,
    FAILURE,
    UNKNOWN;

    public static Result of(Map<String, Member> members) {
      Member success = members.get("success");
      if (success != null && success.kind() == Member.Kind.BOOLEAN) {
        return success.text().equals("true") ? SUCCESS : FAILURE;
      }
      return switch (Code.of(members)) {
        case INFORMATION -> SUCCESS;
        case WARNING, ERROR -> FAILURE;
        case UNKNOWN -> UNKNOWN;
      };
    }
  }
}
