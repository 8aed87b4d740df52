package io.tapevault.node.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// Where the bytes of something large go, as they come. What it throws ends the request.
public interface Receiver {

  /// All of it (200) or a part (206) follows. Header names are in lower case.
  void begins(int status, Map<String, String> headers) throws IOException;

  void take(ByteBuffer bytes) throws IOException;
}
