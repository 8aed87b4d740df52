package io.tapevault.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Unavailable;
import io.tapevault.json.Malformed;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.ObjectStore.Written;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.masking.Mask;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The redactions of recordings, numbered from 1 on. None is ever changed, so that their number
/// says what all of them are.
///
/// All recordings of a session have the same ones.
///
/// They hold the very texts that nobody is to see: whoever may read them may as well read the
/// recording.
public final class Redactions {

  /// So many a session has at most.
  public static final int MOST = 100;

  private final ObjectStore store;

  public Redactions(ObjectStore store) {
    this.store = store;
  }

  /// How many there are; it reads none.
  public int count(SessionId sid) {
    int count = 0;
    while (count < MOST
        && store.find(new ObjectKey.Redaction(sid.session(), count + 1)).isPresent()) {
      count++;
    }
    return count;
  }

  /// In their order.
  public List<Redaction> of(SessionId sid) throws IOException {
    List<Redaction> redactions = new ArrayList<>();
    for (int number = 1; number <= MOST; number++) {
      ObjectKey key = new ObjectKey.Redaction(sid.session(), number);
      Optional<StoredObject> there = store.find(key);
      if (there.isEmpty()) {
        return redactions;
      }
      redactions.add(read(key, there.get()));
    }
    return redactions;
  }

  /// What all of them hide.
  public static Mask mask(List<Redaction> redactions) {
    return redactions.stream()
        .map(Redaction::mask)
        .reduce(new Mask(List.of(), List.of()), Mask::and);
  }

  /// One more, and its number; one that hides the same is not written again, but answered. Empty
  /// where there are as many as there can be.
  public Optional<Numbered> add(SessionId sid, Redaction redaction) throws IOException {
    byte[] json = RedactionJson.write(redaction);
    for (int number = 1; number <= MOST; number++) {
      ObjectKey key = new ObjectKey.Redaction(sid.session(), number);
      Optional<StoredObject> there = store.find(key);
      if (there.isEmpty() && store.write(key, out -> out.write(json)) == Written.STORED) {
        return Optional.of(new Numbered(number, redaction));
      }
      Redaction before = read(key, there.or(() -> store.find(key)).orElseThrow());
      if (before.hidesTheSameAs(redaction)) {
        return Optional.of(new Numbered(number, before));
      }
    }
    return Optional.empty();
  }

  public record Numbered(int number, Redaction redaction) {}

  /// One that cannot be read must not be passed over: what it hides would be shown.
  private Redaction read(ObjectKey key, StoredObject object) throws IOException {
    try (InputStream in = object.open(0, object.size())) {
      return RedactionJson.read(new String(in.readAllBytes(), UTF_8));
    } catch (IOException | Malformed e) {
      throw new Unavailable("a redaction cannot be read: " + store.location(key), e);
    }
  }
}
