package io.tapevault.recording;

import io.tapevault.recording.Verdict.Status;
import java.io.IOException;

/// A recording cannot be read, or not further, because of its own bytes; a source that cannot be
/// read now is any other `IOException`. Everything readable before it has been delivered.
public final class Damaged extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 100;

  private final Status status;

  public Damaged(Status status, String what) {
    super(what);
    this.status = status;
  }

  /// The recording ends too early, as after an upload that broke off.
  public static Damaged cutOff(String what) {
    return new Damaged(Status.CUT_OFF, what);
  }

  /// The bytes contradict their format.
  public static Damaged damaged(String what) {
    return new Damaged(Status.DAMAGED, what);
  }

  /// The same, of a file that is not the one being read.
  public Damaged in(String file) {
    return new Damaged(status, file + ": " + getMessage());
  }

  /// The same, with the place where it was noticed.
  public Damaged at(String place, long offset, long eventsBefore) {
    String where = " in " + place + " at byte " + offset + ", after " + eventsBefore + " events: ";
    return new Damaged(status, status.label().replace('-', ' ') + where + getMessage());
  }

  public Status status() {
    return status;
  }

  public Verdict verdict() {
    return new Verdict(status, String.valueOf(getMessage()));
  }

  /// Text from a recording, fit for a message: short, and without control characters.
  public static String shown(String untrusted) {
    String head = untrusted.substring(0, Math.min(SHOWN, untrusted.length()));
    String clean = head.replaceAll("\\p{C}", "?");
    return "'" + clean + (untrusted.length() > SHOWN ? "…'" : "'");
  }
}
