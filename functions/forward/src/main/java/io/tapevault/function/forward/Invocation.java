package io.tapevault.function.forward;

import io.tapevault.wire.Log;
import java.util.function.BooleanSupplier;

/// One call of a function: its request id, and whether there is time to begin something more.
record Invocation(String requestId, BooleanSupplier timeLeft) {

  void warn(String message) {
    Log.warn(requestId, message);
  }

  void error(Throwable trouble) {
    Log.error(requestId, trouble);
  }
}
