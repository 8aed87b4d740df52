package io.tapevault.local;

import io.tapevault.http.HttpResponse;
import io.tapevault.http.playback.shares.SharedRoutes;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.screen.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Pages with a player, made while they are sent.
final class StreamedPages implements SharedRoutes.Pages {

  @Override
  public HttpResponse page(Derived key, StoredObject cast) {
    return new HttpResponse(
        200,
        Map.of("content-type", "text/html; charset=utf-8"),
        -1,
        new HttpResponse.Content() {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            Page.write(to -> unpack(cast, to), out);
          }

          @Override
          public boolean isStreamed() {
            return true;
          }
        });
  }

  private static void unpack(StoredObject cast, OutputStream to) throws IOException {
    try (InputStream in = new GZIPInputStream(cast.open(0, cast.size()))) {
      in.transferTo(to);
    }
  }
}
