package io.tapevault.search;

import java.util.Optional;

/// Where exports lie that are too large for an answer, until a day or two have passed.
///
/// An export is there as a whole, or not at all; the first one of a name stays. Throws
/// [io.tapevault.event.Unavailable] when the store cannot be reached, and
/// [io.tapevault.event.NotPermitted] where a permission is missing.
public interface Exports {

  /// The least bytes of a part that is not the last one, as S3 has it.
  int LEAST_PART = 5 << 20;

  boolean isThere(String name);

  /// Begins an upload of this content type, which may be given up, and says how it is called.
  String begin(String name, String type);

  /// Sent again, the last one counts. Parts have numbers from 1 on.
  void part(String name, String upload, int number, byte[] bytes);

  /// Makes the export of its first `parts`, in their order.
  void complete(String name, String upload, int parts);

  /// Keeps what a turn begins with, unless that is there.
  void keep(String name, int turn, byte[] bytes);

  Optional<byte[]> kept(String name, int turn);
}
