package io.tapevault.function.playback;

import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.wire.http.HttpRequest;
import io.tapevault.wire.http.HttpResponse;

/// Gives a client the bytes of an object: by sending them, or by saying where they can be fetched
/// for a while.
public interface Downloads {

  HttpResponse download(ObjectKey key, StoredObject object, HttpRequest request);
}
