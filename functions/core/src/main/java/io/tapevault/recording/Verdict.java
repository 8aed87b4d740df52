package io.tapevault.recording;

/// Whether a recording can be played, and why not, or not to its end.
public record Verdict(Status status, String reason) {

  /// What can be said of a recording.
  public enum Status {
    WHOLE("whole"),
    CUT_OFF("cut-off"),
    DAMAGED("damaged"),
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
