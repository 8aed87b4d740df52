package io.tapevault.local.uploads;

import java.io.IOException;

/// The bytes that came are not the ones that were announced.
final class NotAsAnnounced extends IOException {

  private static final long serialVersionUID = 1;

  NotAsAnnounced(String message) {
    super(message);
  }

  NotAsAnnounced(String message, IOException cause) {
    super(message, cause);
  }
}
