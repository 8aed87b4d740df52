package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A client that others wrote for Node: `src/test/shippers`.
record NodeShipper(String client, URI url, String token) {

  private static final Path FOLDER = Samples.ROOT.resolve("local/src/test/shippers");

  /// `sent`, or what was lost and why.
  String send(List<String> events) throws IOException, InterruptedException {
    Path file = Files.createTempFile("events", ".json");
    try {
      Files.writeString(file, new ObjectMapper().writeValueAsString(events));
      Process node =
          new ProcessBuilder("node", "send.mjs", client, url.toString(), token)
              .directory(FOLDER.toFile())
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .start();
      try {
        String said = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
        return node.waitFor(1, TimeUnit.MINUTES) && node.exitValue() == 0
            ? said
            : "node failed: " + said;
      } finally {
        node.destroyForcibly();
      }
    } finally {
      Files.delete(file);
    }
  }
}
