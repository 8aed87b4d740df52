package io.tapevault.session;

import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.util.Optional;

/// What a node said of a recording before it uploaded it.
public interface Announcements {

  /// `stored` is what is there, as if it had been announced.
  Said of(Upload stored, StoredObject recording) throws IOException;

  /// A large recording as it was announced, where the store itself has compared all of its bytes
  /// with a checksum that came with the announcement. That is known before anybody reads it.
  default Optional<Upload> compared(SessionId sid, StoredObject recording) throws IOException {
    return Optional.empty();
  }

  /// The CRC-64/NVME of all bytes, in Base64, where the store has taken it itself.
  default Optional<String> checksum(SessionId sid, StoredObject recording) throws IOException {
    return Optional.empty();
  }

  /// The node's name and the digest that it told; empty where it told none, or there was no node.
  record Said(String node, String sha256) {
    public static final Said NOTHING = new Said("", "");
  }
}
