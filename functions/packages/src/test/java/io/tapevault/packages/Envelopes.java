package io.tapevault.packages;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

/// What AWS sends and takes back, through AWS's own classes, so that ours cannot drift.
final class Envelopes {

  private Envelopes() {}

  static <T> byte[] json(Class<T> type, T event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LambdaEventSerializers.serializerFor(type, loader()).toJson(event, out);
    return out.toByteArray();
  }

  static <T> T read(Class<T> type, byte[] json) {
    return LambdaEventSerializers.serializerFor(type, loader())
        .fromJson(new ByteArrayInputStream(json));
  }

  private static ClassLoader loader() {
    return Envelopes.class.getClassLoader();
  }
}
