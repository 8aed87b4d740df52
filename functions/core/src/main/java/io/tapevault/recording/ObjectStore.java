package io.tapevault.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Large objects that never change: the first write wins, and readers see the oldest version, as
/// Teleport does.
///
/// An object is durable and whole when `write` returns; before that, and when it fails, nothing of
/// it can be seen. Throws [io.tapevault.event.Unavailable] when the store cannot be reached, and
/// [io.tapevault.event.NotPermitted] where a permission is missing.
public interface ObjectStore {

  /// The object, or empty where there is none. One of no bytes is none, as Teleport has it.
  Optional<StoredObject> find(ObjectKey key);

  /// A recording. Another one of a session is there as long as the first one is: what hides
  /// something of either is kept with that.
  default Optional<StoredObject> recording(SessionId sid) {
    boolean first = !sid.isOther() || find(new ObjectKey.Recording(sid.session())).isPresent();
    return first ? find(new ObjectKey.Recording(sid)) : Optional.empty();
  }

  /// Stores what `content` writes, unless there is an object of that name already. When `content`
  /// throws, nothing is stored and the exception is passed on.
  Written write(ObjectKey key, Content content) throws IOException;

  /// The sessions with a recording, or with something of that name, in an order of the store's own:
  /// at most `most`, from the one after `after` on, which is empty at first. An empty list is the
  /// end.
  List<Listed> recordings(String after, int most);

  /// A recording in a list, and when it was written.
  record Listed(SessionId sid, Instant written) {}

  /// Where the object is, in the words of the store, as `session.upload` names it.
  URI location(ObjectKey key);

  /// An object that is there.
  interface StoredObject extends RecordingSource {
    Instant written();
  }

  /// Writes an object's bytes, once.
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// What became of a write.
  enum Written {
    STORED,
    ALREADY_THERE
  }
}
