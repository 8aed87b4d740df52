package io.tapevault.http.playback.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.StoredEvent;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.search.ExportJob;
import java.net.URI;
import java.util.Optional;

/// Gives a client the bytes of what is large: by sending them, or by saying where they can be
/// fetched for a while.
public interface Downloads {

  HttpResponse download(ObjectKey key, StoredObject object, HttpRequest request);

  /// How many bytes an answer may have that is made for this request alone.
  default long mostMade() {
    return Long.MAX_VALUE;
  }

  /// The same of an event that is larger than a page.
  default HttpResponse event(StoredEvent event) {
    return whole(event);
  }

  static HttpResponse whole(StoredEvent event) {
    return HttpResponse.json(200, HarmlessJson.of(event.event().json()).getBytes(UTF_8));
  }

  /// Has an export made that is larger than [#mostMade].
  default void export(ExportJob job) {
    throw new IllegalStateException("an answer has any size here");
  }

  /// Where it can be fetched for a while, once all of it is there.
  default Optional<URI> exported(String name) {
    return Optional.empty();
  }
}
