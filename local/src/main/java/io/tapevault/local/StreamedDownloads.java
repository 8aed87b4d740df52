package io.tapevault.local;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.playback.Downloads;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Sends the bytes themselves.
final class StreamedDownloads implements Downloads {

  /// What lies in the store, and is sent from there.
  private interface Stored extends HttpResponse.Content {
    @Override
    default boolean isStreamed() {
      return true;
    }
  }

  @Override
  public HttpResponse download(ObjectKey key, StoredObject object, HttpRequest request) {
    return switch (key) {
      case ObjectKey.Recording recording -> as("application/x-tar", object);
      case ObjectKey.Derived derived
          when request.header("accept-encoding").orElse("").contains("gzip") ->
          as("application/x-asciicast", object).with("content-encoding", "gzip");
      case ObjectKey.Derived derived ->
          new HttpResponse(
              200,
              type("application/x-asciicast"),
              -1,
              (Stored)
                  out -> {
                    try (InputStream in = new GZIPInputStream(open(object))) {
                      in.transferTo(out);
                    }
                  });
    };
  }

  private static HttpResponse as(String type, StoredObject object) {
    return new HttpResponse(
        200,
        type(type),
        object.size(),
        (Stored)
            out -> {
              try (InputStream in = open(object)) {
                in.transferTo(out);
              }
            });
  }

  private static InputStream open(StoredObject object) throws IOException {
    return object.open(0, object.size());
  }

  private static Map<String, String> type(String type) {
    return Map.of("content-type", type);
  }
}
