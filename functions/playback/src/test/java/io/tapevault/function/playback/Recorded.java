package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tapevault.event.AuditEvent;
import io.tapevault.json.EventJson;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The recordings of `events-samples`, by the ids in their names.
final class Recorded {

  static final SessionId TARBALL = new SessionId("80d9ca77-93af-443f-b33c-6fc55bd1a147");
  static final SessionId STREAM = new SessionId("400075d2-57d8-470d-97de-1fb015ae0284");
  static final SessionId ENCRYPTED = new SessionId("c0c8bc88-9f02-4881-9849-fcfb70243f02");
  static final SessionId DATABASE = new SessionId("05906c3c-8d14-41b0-9533-8529c4a6d553");
  static final SessionId WITHOUT_ITS_END = new SessionId("aeafc339-7bd8-47fb-929c-c12126455ba3");

  private static final Path SAMPLES =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples");

  private Recorded() {}

  static List<Path> files() throws IOException {
    try (Stream<Path> whole = Files.list(SAMPLES.resolve("recordings"));
        Stream<Path> odd = Files.list(SAMPLES.resolve("odd-recordings"))) {
      List<Path> files =
          Stream.concat(whole, odd).filter(file -> file.toString().endsWith(".tar")).toList();
      assertFalse(files.isEmpty());
      return files;
    }
  }

  static SessionId sid(Path file) {
    return new SessionId(String.valueOf(file.getFileName()).substring(0, 36));
  }

  static byte[] bytes(SessionId sid) throws IOException {
    return Files.readAllBytes(
        files().stream().filter(file -> sid(file).equals(sid)).findFirst().orElseThrow());
  }

  static void store(ObjectStore store, SessionId sid, byte[] bytes) throws IOException {
    store.write(new ObjectKey.Recording(sid), out -> out.write(bytes));
  }

  static AuditEvent event(String json, Instant received) {
    if (EventJson.read(json.getBytes(UTF_8), received) instanceof AuditEvent event) {
      return event;
    }
    throw new AssertionError(json);
  }
}
