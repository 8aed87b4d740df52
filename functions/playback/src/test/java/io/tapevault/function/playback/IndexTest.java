package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.json.EventFields;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Announcements;
import io.tapevault.session.Index;
import io.tapevault.session.Kept;
import io.tapevault.session.SummaryJson;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:07.412Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final ReadStore store = new ReadStore(new MemoryObjectStore(CLOCK));
  private final Index index = new Index(store, log);

  @TestFactory
  Stream<DynamicTest> a_recording_is_noted_with_its_digest_and_summed_up() throws IOException {
    return Recorded.files().stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> isNoted(file)));
  }

  private void isNoted(Path file) throws IOException {
    SessionId sid = Recorded.sid(file);
    byte[] bytes = Files.readAllBytes(file);
    Recorded.store(store, sid, bytes);
    byte[] summary = index.index(sid).orElseThrow();
    assertEquals(
        List.of(
            Map.of(
                "event",
                "session.upload",
                "time",
                NOW.toString(),
                "ei",
                "2147483647",
                "url",
                "memory:///" + sid + ".tar",
                "size",
                Integer.toString(bytes.length),
                "sha256",
                Sha256.of(bytes))),
        uploads(sid));
    Optional<byte[]> kept = index.summary(sid, store.stored(sid));
    assertEquals(text(summary), kept.map(IndexTest::text).orElse(""));
  }

  private List<Map<String, String>> uploads(SessionId sid) {
    Set<String> names = Set.of("event", "time", "ei", "url", "size", "sha256");
    return log.session(sid.value(), Order.ASCENDING, null, 10).events().stream()
        .map(StoredEvent::event)
        .filter(event -> event.type().equals("session.upload"))
        .map(event -> EventFields.of(event.json(), names))
        .toList();
  }

  @Test
  void what_is_of_a_database_alone_says_so() throws IOException {
    Recorded.store(store, Recorded.DATABASE, Recorded.bytes(Recorded.DATABASE));
    index.index(Recorded.DATABASE);
    Set<String> kind = Set.of("session_kind");
    assertEquals(
        List.of(Map.of("session_kind", "db")),
        log.session(Recorded.DATABASE.value(), Order.ASCENDING, null, 10).events().stream()
            .map(stored -> EventFields.of(stored.event().json(), kind))
            .toList());
  }

  @Test
  void a_stream_is_read_once_for_its_digest_and_its_cast() throws IOException {
    byte[] bytes = Recorded.bytes(Recorded.STREAM);
    Recorded.store(store, Recorded.STREAM, bytes);
    index.index(Recorded.STREAM);
    // The first 512 bytes say which format it is.
    assertEquals(512 + bytes.length, store.read);
  }

  @Test
  void doing_it_again_reads_nothing_and_changes_nothing() throws IOException {
    Recorded.store(store, Recorded.TARBALL, Recorded.bytes(Recorded.TARBALL));
    byte[] first = index.index(Recorded.TARBALL).orElseThrow();
    long read = store.read;
    assertEquals(text(first), text(index.index(Recorded.TARBALL).orElseThrow()));
    assertEquals(read, store.read);
    assertEquals(1, uploads(Recorded.TARBALL).size());
  }

  @Test
  void what_is_not_there_is_not_indexed() throws IOException {
    assertEquals(Optional.empty(), index.index(Recorded.STREAM));
    assertEquals(List.of(), uploads(Recorded.STREAM));
  }

  @Test
  void a_source_that_fails_leaves_no_verdict_behind() throws IOException {
    byte[] bytes = Recorded.bytes(Recorded.STREAM);
    Recorded.store(store, Recorded.STREAM, bytes);
    for (long failsAt : new long[] {0, 100, 600, bytes.length - 1, bytes.length + 500}) {
      store.failsAt = store.read + failsAt;
      assertThrows(IOException.class, () -> index.index(Recorded.STREAM));
      store.failsAt = Long.MAX_VALUE;
      assertEquals(Optional.empty(), index.summary(Recorded.STREAM, store.stored(Recorded.STREAM)));
    }
    assertEquals(Status.WHOLE, status(Recorded.STREAM));
  }

  @Test
  void what_the_store_has_compared_is_told_also_where_it_cannot_be_read_through()
      throws IOException {
    byte[] bytes = Recorded.bytes(Recorded.STREAM);
    Recorded.store(store, Recorded.STREAM, bytes);
    Upload announced = new Upload(Recorded.STREAM, bytes.length, Sha256.of(bytes));
    Index hasty =
        new Index(
            store,
            log,
            new Announcements() {
              @Override
              public Said of(Upload stored, StoredObject recording) {
                return Said.NOTHING;
              }

              @Override
              public Optional<Upload> compared(SessionId sid, StoredObject recording) {
                return Optional.of(announced);
              }
            });
    store.failsAt = store.read + 100;
    assertThrows(IOException.class, () -> hasty.index(Recorded.STREAM));
    store.failsAt = Long.MAX_VALUE;
    StoredObject receipt =
        store
            .find(Derived.of(Recorded.STREAM, store.stored(Recorded.STREAM), Kind.RECEIPT))
            .orElseThrow();
    try (InputStream in = receipt.open(0, receipt.size())) {
      assertEquals(
          Optional.of(new There.Stored(announced.size(), announced.sha256())),
          Optional.of(Kept.compared(Optional.of(in.readAllBytes()), announced)));
    }
    assertEquals(Status.WHOLE, status(Recorded.STREAM));
  }

  @Test
  void one_that_is_too_large_to_be_read_is_noted_as_the_store_tells_it() throws IOException {
    byte[] bytes = Recorded.bytes(Recorded.STREAM);
    Recorded.store(store, Recorded.STREAM, bytes);
    Upload announced = new Upload(Recorded.STREAM, bytes.length, Sha256.of(bytes));
    Index bounded = new Index(store, log, new Told(Optional.of(announced)), bytes.length - 1);
    assertEquals(Status.TOO_LARGE, verdict(bounded));
    assertEquals(512, store.read);
    Map<String, String> event = unread();
    assertEquals(
        Map.of(
            "size", Integer.toString(bytes.length),
            "sha256", announced.sha256(),
            "crc64nvme", "AAAAAAAAAAA=",
            "node", "node-1",
            "format", "protostream-1"),
        event);
    assertEquals(Status.TOO_LARGE, verdict(bounded));
    assertEquals(1, uploads(Recorded.STREAM).size());
    assertEquals(
        Optional.of(new There.Stored(announced.size(), announced.sha256())),
        new Kept(store, bounded::summary).of(announced));
  }

  @Test
  void of_one_that_was_compared_with_nothing_there_is_an_event_and_no_digest() throws IOException {
    byte[] bytes = Recorded.bytes(Recorded.STREAM);
    Recorded.store(store, Recorded.STREAM, bytes);
    Index bounded = new Index(store, log, new Told(Optional.empty()), 1);
    assertEquals(Status.TOO_LARGE, verdict(bounded));
    assertEquals(Set.of("size", "crc64nvme", "node", "format"), unread().keySet());
    Upload announced = new Upload(Recorded.STREAM, bytes.length, Sha256.of(bytes));
    assertEquals(
        Optional.of(new There.NotReadYet()), new Kept(store, bounded::summary).of(announced));
    // Its summary is lost, and it is noted once more.
    Index again = new Index(new Forgetful(store), log, new Told(Optional.empty()), 1);
    assertEquals(Status.TOO_LARGE, verdict(again));
    assertEquals(1, uploads(Recorded.STREAM).size());
  }

  private Map<String, String> unread() {
    Set<String> names =
        Set.of("size", "sha256", "crc64nvme", "node", "format", "first_event", "last_event");
    return log.session(Recorded.STREAM.value(), Order.ASCENDING, null, 10).events().stream()
        .map(StoredEvent::event)
        .filter(event -> event.type().equals("session.upload"))
        .map(event -> EventFields.of(event.json(), names))
        .findFirst()
        .orElseThrow();
  }

  private static Status verdict(Index index) throws IOException {
    return SummaryJson.verdict(index.index(Recorded.STREAM).orElseThrow()).status();
  }

  /// A store that knows what was announced.
  private record Told(Optional<Upload> announced) implements Announcements {
    @Override
    public Said of(Upload stored, StoredObject recording) {
      return new Said("node-1", "");
    }

    @Override
    public Optional<Upload> compared(SessionId sid, StoredObject recording) {
      return announced;
    }

    @Override
    public Optional<String> checksum(SessionId sid, StoredObject recording) {
      return Optional.of("AAAAAAAAAAA=");
    }
  }

  /// A store that has lost what was derived.
  private record Forgetful(ObjectStore store) implements ObjectStore {
    @Override
    public Optional<StoredObject> find(ObjectKey key) {
      return key instanceof ObjectKey.Recording ? store.find(key) : Optional.empty();
    }

    @Override
    public Written write(ObjectKey key, Content content) throws IOException {
      return store.write(key, content);
    }

    @Override
    public List<Listed> recordings(String after, int most) {
      return store.recordings(after, most);
    }

    @Override
    public URI location(ObjectKey key) {
      return store.location(key);
    }
  }

  @Test
  void a_log_that_fails_leaves_everything_to_be_done_again() throws IOException {
    Recorded.store(store, Recorded.STREAM, Recorded.bytes(Recorded.STREAM));
    Index unlucky = new Index(store, new FaultyEventLog(log).failing());
    assertThrows(Unavailable.class, () -> unlucky.index(Recorded.STREAM));
    assertEquals(Optional.empty(), index.summary(Recorded.STREAM, store.stored(Recorded.STREAM)));
    assertEquals(Status.WHOLE, status(Recorded.STREAM));
    assertEquals(1, uploads(Recorded.STREAM).size());
  }

  @Test
  void a_cast_without_its_summary_gets_one() throws IOException {
    Recorded.store(store, Recorded.STREAM, Recorded.bytes(Recorded.STREAM));
    store.write(
        Derived.of(Recorded.STREAM, store.stored(Recorded.STREAM), Kind.CAST),
        out -> out.write('x'));
    assertEquals(Status.WHOLE, status(Recorded.STREAM));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "{}", "\0\0\0", "{\"status\":\"odd\"}", "{\"status\":\"whole\"}"})
  void a_summary_that_was_damaged_is_no_summary_and_that_is_said(String damaged)
      throws IOException {
    Recorded.store(store, Recorded.STREAM, Recorded.bytes(Recorded.STREAM));
    Derived key = Derived.of(Recorded.STREAM, store.stored(Recorded.STREAM), Kind.SUMMARY);
    store.write(key, out -> out.write(damaged.getBytes(UTF_8)));
    Unavailable said = assertThrows(Unavailable.class, () -> index.index(Recorded.STREAM));
    assertEquals(
        "what was derived from the recording is damaged; delete it, and it is made again: "
            + store.location(key),
        said.getMessage());
  }

  @Test
  void what_is_no_recording_is_unreadable_and_noted_all_the_same() throws IOException {
    Recorded.store(store, Recorded.STREAM, "no recording at all".getBytes(UTF_8));
    assertEquals(Status.UNREADABLE, status(Recorded.STREAM));
    assertEquals(1, uploads(Recorded.STREAM).size());
  }

  @Test
  void a_megabyte_that_unpacks_to_a_gigabyte_is_too_large() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
      byte[] record = new byte[60_000];
      // Field 3000, which nobody knows, with 59,994 zeros in it.
      System.arraycopy(HexFormat.of().parseHex("c2bb01dad403"), 0, record, 0, 6);
      ByteBuffer framed = ByteBuffer.allocate(4 + record.length).putInt(record.length).put(record);
      for (int i = 0; i < 3_000; i++) {
        gzip.write(framed.array());
      }
    }
    ByteBuffer stream = ByteBuffer.allocate(24 + body.size());
    stream.putLong(1).putLong(body.size()).putLong(0).put(body.toByteArray());
    Recorded.store(store, Recorded.STREAM, stream.array());
    assertEquals(Status.TOO_LARGE, status(Recorded.STREAM));
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }

  private Status status(SessionId sid) throws IOException {
    return SummaryJson.verdict(index.index(sid).orElseThrow()).status();
  }

  /// Counts what is read of recordings, and fails where it is told to.
  private static final class ReadStore implements ObjectStore {
    private final ObjectStore store;
    private long read;
    private long failsAt = Long.MAX_VALUE;

    ReadStore(ObjectStore store) {
      this.store = store;
    }

    StoredObject stored(SessionId sid) {
      return find(new ObjectKey.Recording(sid)).orElseThrow();
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
      return key instanceof ObjectKey.Recording
          ? store.find(key).map(object -> new CountedObject(object, this::count))
          : store.find(key);
    }

    private void count(int bytes) throws IOException {
      if (read + bytes > failsAt) {
        throw new IOException("the store is away");
      }
      read += bytes;
    }

    @Override
    public Written write(ObjectKey key, Content content) throws IOException {
      return store.write(key, content);
    }

    @Override
    public List<Listed> recordings(String after, int most) {
      return store.recordings(after, most);
    }

    @Override
    public URI location(ObjectKey key) {
      return store.location(key);
    }
  }
}
