package io.tapevault.lambda;

import io.tapevault.http.Front;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Lets a sample request through before the first real one: its code is loaded, and its connections
/// are open, when a snapshot of the function is taken.
public final class Priming {

  private Priming() {}

  /// `sample` is an envelope among the resources beside `function`.
  public static void run(Front front, Class<?> function, String sample) {
    try (InputStream in = function.getResourceAsStream("/priming/" + sample)) {
      if (in == null) {
        throw new IOException("there is no /priming/" + sample);
      }
      RestApi.write(front.handle(RestApi.read(in)), OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("the package is not complete", e);
    }
  }
}
