package io.tapevault.recording;

/// Whether a recording can be played, and why not, or not to its end.
public record Verdict(Status status, String reason) {

  public static final Verdict WHOLE = new Verdict(Status.WHOLE, "");

  /// What can be said of a recording.
  public enum Status {
    WHOLE("whole"),
    /// It is in order, and of something else than a terminal.
    NO_TERMINAL("no-terminal"),
    CUT_OFF("cut-off"),
    DAMAGED("damaged"),
    /// It is in order as far as that can be seen without its key.
    ENCRYPTED("encrypted"),
    /// It unpacks to more than is converted.
    TOO_LARGE("too-large"),
    /// There is nothing in it that could be played.
    UNREADABLE("unreadable");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
