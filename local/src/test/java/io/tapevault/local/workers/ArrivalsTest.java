package io.tapevault.local.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.disk.file.FileObjectStore;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.json.EventFields;
import io.tapevault.local.Samples;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Index;
import io.tapevault.session.SummaryJson;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

// It hears what is said on the error output of all.
@Isolated
final class ArrivalsTest {

  private static final SessionId SID = new SessionId("my-session.1");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final MemoryEventLog log = new MemoryEventLog(InstantSource.system(), Retention.DEFAULT);
  private final AtomicInteger openedRecordings = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile SessionId forbidden = new SessionId("nobody");
  private Path folder;
  private ObjectStore store;
  private Arrivals arrivals;
  private byte[] whole;

  @BeforeEach
  void start(@TempDir Path temp) throws IOException {
    folder = Files.createDirectories(temp.resolve("recordings"));
    store = new Gated(FileObjectStore.open(folder.toUri()));
    arrivals = new Arrivals(new Index(store, log), store, LONG);
    whole = Files.readAllBytes(Samples.recording(".protostream.tar"));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    arrivals.close();
  }

  private void put(SessionId sid, byte[] bytes) throws IOException {
    Files.write(folder.resolve(sid + ".tar"), bytes);
  }

  private Optional<byte[]> summary(SessionId sid) throws IOException {
    return arrivals.of(sid, store.find(new ObjectKey.Recording(sid)).orElseThrow());
  }

  private List<String> sizes(SessionId sid) {
    return log.session(sid.value(), Order.ASCENDING, null, 100).events().stream()
        .map(event -> EventFields.of(event.event().json(), Set.of("event", "size")))
        .filter(event -> "session.upload".equals(event.get("event")))
        .map(event -> event.getOrDefault("size", ""))
        .toList();
  }

  @Test
  void one_file_that_cannot_be_read_keeps_no_other_from_being_found() throws Exception {
    for (int i = 0; i < 30; i++) {
      put(new SessionId("s" + i), whole);
    }
    Path secret = Files.write(folder.resolveSibling("secret"), whole);
    Files.delete(folder.resolve("s6.tar"));
    Files.createSymbolicLink(folder.resolve("s6.tar"), secret);
    Files.write(folder.resolve("s7.tar"), new byte[0]);
    Files.delete(folder.resolve("s8.tar"));
    Files.createDirectory(folder.resolve("s8.tar"));
    Files.delete(folder.resolve("s9.tar"));
    assertEquals(
        0, new ProcessBuilder("mkfifo", folder.resolve("s9.tar").toString()).start().waitFor());
    forbidden = new SessionId("s10");
    String said = said(() -> arrivals.sweep());
    for (int i = 0; i < 30; i++) {
      SessionId sid = new SessionId("s" + i);
      boolean odd = i >= 6 && i <= 10;
      assertEquals(odd ? List.of() : List.of(Integer.toString(whole.length)), sizes(sid));
      assertEquals(odd, said.contains("index-" + sid + "\""), said);
      if (odd && i < 10) {
        assertEquals(Optional.empty(), store.find(new ObjectKey.Recording(sid)));
      }
    }
  }

  @Test
  void a_recording_that_may_not_be_read_is_said_to_whoever_asks() throws Exception {
    put(SID, whole);
    ObjectStore.StoredObject recording = store.find(new ObjectKey.Recording(SID)).orElseThrow();
    forbidden = SID;
    said(() -> assertThrows(Unavailable.class, () -> arrivals.of(SID, recording)));
    forbidden = new SessionId("nobody");
    assertTrue(arrivals.of(SID, recording).isPresent());
  }

  @Test
  void a_file_that_grew_is_indexed_again() throws Exception {
    put(SID, Arrays.copyOf(whole, 500));
    arrivals.sweep();
    assertEquals(Status.CUT_OFF, SummaryJson.verdict(summary(SID).orElseThrow()).status());
    put(SID, whole);
    arrivals.sweep();
    assertEquals(Status.WHOLE, SummaryJson.verdict(summary(SID).orElseThrow()).status());
    assertEquals(
        List.of("500", Integer.toString(whole.length)), sizes(SID).stream().sorted().toList());
    arrivals.sweep();
    assertEquals(2, sizes(SID).size());
  }

  @Test
  void whoever_asks_for_a_file_that_grew_gets_all_of_it() throws Exception {
    put(SID, Arrays.copyOf(whole, 500));
    assertEquals(Status.CUT_OFF, SummaryJson.verdict(summary(SID).orElseThrow()).status());
    put(SID, whole);
    assertEquals(Status.WHOLE, SummaryJson.verdict(summary(SID).orElseThrow()).status());
  }

  @Test
  void a_recording_is_read_once_however_many_wait_for_it() throws Exception {
    put(SID, whole);
    gate = new CountDownLatch(1);
    List<Future<Optional<byte[]>>> waiting = new ArrayList<>();
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        waiting.add(viewers.submit(() -> summary(SID)));
      }
      gate.countDown();
      for (Future<Optional<byte[]>> one : waiting) {
        assertTrue(one.get().isPresent());
      }
    }
    // Once for its first bytes, once for all of them.
    assertEquals(2, openedRecordings.get());
  }

  @Test
  void whoever_has_no_patience_is_told_to_come_again() throws Exception {
    put(SID, whole);
    gate = new CountDownLatch(1);
    try (Arrivals hasty = new Arrivals(new Index(store, log), store, Duration.ofMillis(1))) {
      ObjectStore.StoredObject recording = store.find(new ObjectKey.Recording(SID)).orElseThrow();
      assertEquals(Optional.empty(), hasty.of(SID, recording));
      gate.countDown();
      while (hasty.of(SID, recording).isEmpty()) {
        Thread.onSpinWait();
      }
    }
    assertFalse(sizes(SID).isEmpty());
  }

  private interface Action {
    void run() throws Exception;
  }

  private static synchronized String said(Action action) throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(err);
    }
    return said.toString(UTF_8);
  }

  /// Opens recordings when the gate does, and refuses the forbidden one.
  private final class Gated implements ObjectStore {
    private final ObjectStore files;

    Gated(ObjectStore files) {
      this.files = files;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
      if (key.equals(new ObjectKey.Recording(forbidden))) {
        throw new NotPermitted("reading", key.toString(), new IOException("access denied"));
      }
      return key instanceof ObjectKey.Recording
          ? files.find(key).map(this::gated)
          : files.find(key);
    }

    private StoredObject gated(StoredObject object) {
      return new StoredObject() {
        @Override
        public long size() {
          return object.size();
        }

        @Override
        public Instant written() {
          return object.written();
        }

        @Override
        public InputStream open(long offset, long length) throws IOException {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          openedRecordings.incrementAndGet();
          return object.open(offset, length);
        }
      };
    }

    @Override
    public Written write(ObjectKey key, Content content) throws IOException {
      return files.write(key, content);
    }

    @Override
    public List<Listed> recordings(String after, int most) {
      return files.recordings(after, most);
    }

    @Override
    public URI location(ObjectKey key) {
      return files.location(key);
    }
  }
}
