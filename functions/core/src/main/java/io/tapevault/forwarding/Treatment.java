package io.tapevault.forwarding;

import io.tapevault.forwarding.redaction.Redaction;
import io.tapevault.forwarding.selection.Selection;

/// What a SIEM is to get of the log, and how it is written, as it is configured.
public record Treatment(Selection selection, Redaction redaction, Format format) {

  /// Every event as the log has it.
  public static final Treatment RAW = new Treatment(Selection.ALL, Redaction.NONE, Format.RAW);
}
