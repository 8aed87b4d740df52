package io.tapevault.http.playback.watch;

import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.recording.Verdict;
import io.tapevault.session.SummaryJson;

/// Why nothing of a recording is shown, and what can be done about it.
public final class NotShown {

  private NotShown() {}

  public static Problem redacted() {
    return new Problem(
        Problem.Type.REDACTED,
        "…/recording.cast shows it without that; the recording as it came in is at"
            + " /v1/originals/{sid}/recording, for whoever may read originals");
  }

  /// Asked for again after a few seconds, the recording is indexed.
  public static final HttpResponse NOT_YET =
      HttpResponse.json(202, SummaryJson.notYet()).with("retry-after", "2");

  public static Problem noRecording() {
    return new Problem(Problem.Type.NO_RECORDING, "no recording of this session has arrived");
  }

  public static Problem of(Verdict verdict) {
    String original = "; the original bytes are at …/recording";
    String left = "; add ?partial=true to play what is there" + original;
    return switch (verdict.status()) {
      case NO_TERMINAL -> new Problem(Problem.Type.NO_TERMINAL, verdict.reason() + original);
      case ENCRYPTED -> new Problem(Problem.Type.RECORDING_ENCRYPTED, verdict.reason() + original);
      case CUT_OFF -> new Problem(Problem.Type.RECORDING_CUT_OFF, verdict.reason() + left);
      case DAMAGED, TOO_LARGE ->
          new Problem(Problem.Type.RECORDING_CORRUPT, verdict.reason() + left);
      case UNREADABLE, WHOLE ->
          new Problem(Problem.Type.RECORDING_CORRUPT, verdict.reason() + original);
    };
  }
}
