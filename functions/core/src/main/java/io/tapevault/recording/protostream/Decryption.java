package io.tapevault.recording.protostream;

import java.io.IOException;
import java.io.InputStream;

/// Opens what was encrypted with age, part by part. Nothing here knows keys: whoever has one, gives
/// this.
public interface Decryption {

  /// The body of a part as it was before. Throws [io.tapevault.recording.Damaged], now or while it
  /// is read, where the key does not fit or the bytes were changed.
  InputStream decrypt(InputStream part) throws IOException;
}
