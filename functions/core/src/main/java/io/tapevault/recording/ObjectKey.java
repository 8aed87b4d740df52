package io.tapevault.recording;

import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.settings.Layout;
import java.time.Instant;

/// The name of an object: a recording, or what was derived from one and can be made again.
public sealed interface ObjectKey {

  /// What the names of recordings end with, whatever is in them.
  String SUFFIX = ".tar";

  /// The folder of all that was derived by this version; it is raised when the derivation changes,
  /// and then everything is made again.
  String DERIVED = Layout.DERIVED + "4/";

  SessionId sid();

  /// `<path>/<sid>.tar`, as Teleport has it.
  record Recording(SessionId sid) implements ObjectKey {
    public String name() {
      return sid + SUFFIX;
    }
  }

  /// `derived/<version>/<sid>.<original><suffix>`, where `original` tells one state of a recording
  /// from another: what was made from other bytes is another object.
  record Derived(SessionId sid, String original, Kind kind) implements ObjectKey {

    public static Derived of(SessionId sid, StoredObject original, Kind kind) {
      return of(sid, original.size(), original.written(), kind);
    }

    public static Derived of(SessionId sid, long size, Instant written, Kind kind) {
      return new Derived(sid, size + "-" + written.toEpochMilli(), kind);
    }

    /// What is shown once so many redactions hold.
    public static Derived redacted(SessionId sid, StoredObject original, int redactions) {
      return redacted(sid, original.size(), original.written(), redactions);
    }

    public static Derived redacted(SessionId sid, long size, Instant written, int redactions) {
      return shown(of(sid, size, written, Kind.CAST), redactions, Kind.REDACTED);
    }

    /// The cast that is shown once so many redactions hold.
    public static Derived cast(SessionId sid, StoredObject original, int redactions) {
      return redactions == 0 ? of(sid, original, Kind.CAST) : redacted(sid, original, redactions);
    }

    /// What is made of what is shown, once so many redactions hold: of the cast itself, where there
    /// are none.
    public static Derived shown(SessionId sid, StoredObject original, int redactions, Kind kind) {
      return shown(of(sid, original, kind), redactions, kind);
    }

    private static Derived shown(Derived original, int redactions, Kind kind) {
      String redacted = redactions == 0 ? "" : ".r" + redactions;
      return new Derived(original.sid, original.original + redacted, kind);
    }

    public String name() {
      return DERIVED + sid + "." + original + kind.suffix;
    }
  }

  /// `redactions/<sid>.<number>.json`: what is hidden of a recording, from 1 on.
  record Redaction(SessionId sid, int number) implements ObjectKey {
    public String name() {
      return Layout.REDACTIONS + sid + "." + number + ".json";
    }
  }

  /// What is derived from a recording.
  enum Kind {
    /// What the recording holds, as JSON.
    SUMMARY(".json"),
    /// As which bytes the store took a large recording, before anybody has read it, as JSON.
    RECEIPT(".received.json"),
    /// The recording as asciicast v2, gzip.
    CAST(".cast.gz"),
    /// The same, with what was redacted masked.
    REDACTED(".redacted.cast.gz"),
    /// What a reader saw, `{"at":12.500,"text":"…"}` a line, gzip: at most
    /// [io.tapevault.session.Screens#LONGEST_LINE] characters of a line.
    TRANSCRIPT(".transcript.ndjson.gz"),
    /// A moment of it, as SVG, gzip.
    PICTURE(".svg.gz"),
    /// The cast in pieces, each a member of gzip, then their index: as
    /// [io.tapevault.session.SegmentIndex] reads it.
    SEGMENTS(".segments");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }

    public String suffix() {
      return suffix;
    }
  }
}
