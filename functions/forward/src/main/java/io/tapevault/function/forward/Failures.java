package io.tapevault.function.forward;

/// Failures, for a line in a log.
final class Failures {

  private Failures() {}

  /// With its causes, on one line.
  static String described(Throwable failure) {
    StringBuilder described = new StringBuilder(failure.toString());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      described.append(" <- ").append(cause);
    }
    for (Throwable other : failure.getSuppressed()) {
      described.append("; also ").append(other);
    }
    return described.toString().replaceAll("\\p{Cntrl}+", " ");
  }
}
