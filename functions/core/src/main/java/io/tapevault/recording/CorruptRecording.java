package io.tapevault.recording;

/// A recording that cannot be read, or cannot be read further; everything readable before it has
/// been delivered.
public final class CorruptRecording extends Exception {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final String place;
  private final long offset;
  private final long eventsBefore;
  private final boolean cutOff;

  CorruptRecording(Defect defect, String place, long offset, long eventsBefore) {
    super(
        (defect.cutOff() ? "cut off" : "damaged")
            + (" in "
                + place
                + " at byte "
                + offset
                + ", after "
                + eventsBefore
                + " events: "
                + defect.getMessage()),
        defect);
    this.what = String.valueOf(defect.getMessage());
    this.place = place;
    this.offset = offset;
    this.eventsBefore = eventsBefore;
    this.cutOff = defect.cutOff();
  }

  public String what() {
    return what;
  }

  /// The entry of the tarball and its line, or the part of the stream.
  public String place() {
    return place;
  }

  /// How far into the recording had been read, in bytes.
  public long offset() {
    return offset;
  }

  public long eventsBefore() {
    return eventsBefore;
  }

  /// If the recording ends too early, as after an upload that broke off; otherwise its bytes
  /// contradict its format.
  public boolean cutOff() {
    return cutOff;
  }
}
