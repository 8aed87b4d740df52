package io.tapevault.node.recordings.store;

import java.net.URI;
import java.util.Map;

/// The vault's answer to an announcement.
sealed interface Announced {

  /// These bytes are there.
  record Stored() implements Announced {}

  /// One request takes it all there.
  record Single(Ticket ticket) implements Announced {}

  /// It goes there in parts; `there` has the checksums of those that are there, whole.
  record InParts(String upload, long partSize, Map<Integer, String> there) implements Announced {

    int count(long size) {
      return (int) ((size + partSize - 1) / partSize);
    }

    long offset(int number) {
      return (number - 1) * partSize;
    }

    long length(int number, long size) {
      return Math.min(partSize, size - offset(number));
    }
  }

  /// A request to make, with these headers.
  record Ticket(URI url, Map<String, String> headers) {}
}
