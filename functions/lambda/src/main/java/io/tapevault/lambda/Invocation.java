package io.tapevault.lambda;

import io.tapevault.http.Log;
import java.util.function.BooleanSupplier;

/// One call of a function: its request id, and whether there is time to begin something more.
public record Invocation(String requestId, BooleanSupplier timeLeft) {

  public void warn(String message) {
    Log.warn(requestId, message);
  }

  public void error(Throwable trouble) {
    Log.error(requestId, trouble);
  }
}
