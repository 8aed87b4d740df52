package io.tapevault.http.playback.asked;

/// Who does something that is an event, and why. Who signed the request counts, and what it says
/// itself only where nobody did.
public record Why(String by, String reason) {

  private static final int MOST_NAME = 200;
  private static final int MOST_REASON = 1_000;

  public static Why of(String caller, String by, String reason) {
    return new Why(caller.isEmpty() ? by.strip() : caller, reason.strip());
  }

  /// What is wrong with it; empty where nothing is.
  public String fault() {
    if (reason.isEmpty() || reason.length() > MOST_REASON) {
      return "'reason' says why, in 1 to " + MOST_REASON + " characters";
    }
    return by.isEmpty() || by.length() > MOST_NAME
        ? "'by' says who, in 1 to " + MOST_NAME + " characters"
        : "";
  }
}
