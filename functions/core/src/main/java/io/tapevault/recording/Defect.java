package io.tapevault.recording;

import java.io.IOException;

/// What is wrong with the bytes at hand. It travels through input streams; the reader adds the
/// place.
final class Defect extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 100;

  private final boolean cutOff;

  private Defect(String what, boolean cutOff) {
    super(what);
    this.cutOff = cutOff;
  }

  static Defect cutOff(String what) {
    return new Defect(what, true);
  }

  static Defect damaged(String what) {
    return new Defect(what, false);
  }

  /// The same, of a file that is not the one being read.
  Defect in(String file) {
    return new Defect(file + ": " + getMessage(), cutOff);
  }

  boolean cutOff() {
    return cutOff;
  }

  /// Text from a recording, fit for a message: short, and without control characters.
  static String shown(String untrusted) {
    String head = untrusted.substring(0, Math.min(SHOWN, untrusted.length()));
    String clean = head.replaceAll("\\p{C}", "?");
    return "'" + clean + (untrusted.length() > SHOWN ? "…'" : "'");
  }
}
