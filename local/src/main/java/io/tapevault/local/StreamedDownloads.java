package io.tapevault.local;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.download.ByteRange;
import io.tapevault.http.playback.download.Downloads;
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
      case ObjectKey.Recording recording -> part(object, request);
      case ObjectKey.Redaction redaction -> as("application/json", object, 0, object.size());
      case ObjectKey.Derived derived
          when request.header("accept-encoding").orElse("").contains("gzip") ->
          as("application/x-asciicast", object, 0, object.size()).with("content-encoding", "gzip");
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

  private static HttpResponse part(StoredObject object, HttpRequest request) {
    long size = object.size();
    // It never changes while it is there.
    String etag = '"' + Long.toHexString(object.written().toEpochMilli()) + '-' + size + '"';
    HttpResponse response =
        switch (ByteRange.of(request, size, etag)) {
          case ByteRange.All all -> as("application/x-tar", object, 0, size);
          case ByteRange.Part part ->
              as("application/x-tar", object, part.first(), part.length())
                  .withStatus(206)
                  .with("content-range", "bytes " + part.first() + '-' + part.last() + '/' + size);
          case ByteRange.Nowhere none ->
              new Problem(
                      Problem.Type.RANGE_NOT_THERE,
                      "the recording has " + size + " bytes, from 0 on")
                  .response(request.id())
                  .with("content-range", "bytes */" + size);
        };
    return response.with("etag", etag).with("accept-ranges", "bytes");
  }

  private static HttpResponse as(String type, StoredObject object, long from, long length) {
    return new HttpResponse(
        200,
        type(type),
        length,
        (Stored)
            out -> {
              try (InputStream in = object.open(from, length)) {
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
