package io.tapevault.node.recordings.spool;

import java.io.IOException;

/// A recording is no longer what it was when it was looked at.
public final class Changed extends IOException {
  private static final long serialVersionUID = 1;

  public Changed(String message) {
    super(message);
  }
}
