package io.tapevault.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectKey.Redaction;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.Content;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.ObjectStore.Written;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ObjectStore] promises.
public abstract class ObjectStoreContract {

  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final SessionId OTHER = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4e");
  private static final Recording RECORDING = new Recording(SID);
  private static final List<ObjectKey> KEYS =
      List.of(
          RECORDING,
          new Derived(SID, "11-0", Kind.SUMMARY),
          new Derived(SID, "11-0", Kind.CAST),
          new Derived(SID, "11-0.r1", Kind.REDACTED),
          new Redaction(SID, 1),
          new Redaction(SID, 10),
          new Recording(OTHER),
          new Derived(OTHER, "11-0", Kind.SUMMARY),
          new Derived(OTHER, "11-0", Kind.CAST));

  private ObjectStore store;

  /// A store with nothing in it.
  protected abstract ObjectStore emptyStore() throws Exception;

  /// Names whatever lies in the store and is no object that was written: temporary files, parts of
  /// an upload.
  protected abstract List<String> litter() throws Exception;

  /// A store that may not be written to; empty where the backend knows no permissions.
  protected abstract Optional<ObjectStore> denied() throws Exception;

  @BeforeEach
  void begin_with_an_empty_store() throws Exception {
    store = emptyStore();
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (ObjectStore denied : denied().stream().toList()) {
      Permissions.isNamed(() -> denied.write(RECORDING, out -> out.write(1)));
    }
  }

  @Test
  void what_was_never_written_is_absent() {
    for (ObjectKey key : KEYS) {
      assertEquals(Optional.empty(), store.find(key), key::toString);
    }
  }

  @Test
  void what_was_written_is_read_back() throws Exception {
    Instant before = Instant.now().minus(Duration.ofMinutes(1));
    assertEquals(Written.STORED, store.write(RECORDING, content("a recording")));
    StoredObject found = store.find(RECORDING).orElseThrow();
    assertEquals(11, found.size());
    assertEquals("a recording", text(found, 0, found.size()));
    assertTrue(found.written().isAfter(before), () -> "written at " + found.written());
    assertTrue(
        found.written().isBefore(Instant.now().plus(Duration.ofMinutes(1))),
        () -> "at " + found.written());
    assertNoLitter();
  }

  @Test
  void the_first_write_wins() throws Exception {
    assertEquals(Written.STORED, store.write(RECORDING, content("the first")));
    StoredObject first = store.find(RECORDING).orElseThrow();
    assertEquals(
        Written.ALREADY_THERE, store.write(RECORDING, content("the second, which is longer")));
    StoredObject found = store.find(RECORDING).orElseThrow();
    assertEquals("the first", text(found, 0, 100));
    assertEquals(first.size(), found.size());
    assertEquals(first.written(), found.written());
    assertEquals("the first", text(first, 0, 100));
    assertNoLitter();
  }

  @Test
  void a_content_that_throws_stores_nothing_and_its_exception_is_passed_on() throws Exception {
    IOException broken = new IOException("the source broke off");
    assertSame(
        broken,
        assertThrows(
            IOException.class,
            () ->
                store.write(
                    RECORDING,
                    out -> {
                      out.write("half of a recor".getBytes(UTF_8));
                      out.flush();
                      throw broken;
                    })));
    IllegalStateException wrong = new IllegalStateException("the source is wrong");
    assertSame(
        wrong,
        assertThrows(
            IllegalStateException.class,
            () ->
                store.write(
                    RECORDING,
                    out -> {
                      throw wrong;
                    })));
    assertEquals(Optional.empty(), store.find(RECORDING));
    assertNoLitter();
    assertEquals(Written.STORED, store.write(RECORDING, content("whole")));
    assertEquals("whole", text(store.find(RECORDING).orElseThrow(), 0, 5));
  }

  @Test
  void a_content_that_closes_its_stream_is_stored_like_any_other() throws Exception {
    assertEquals(
        Written.STORED,
        store.write(
            RECORDING,
            out -> {
              try (out) {
                out.write('x');
              }
            }));
    assertEquals("x", text(store.find(RECORDING).orElseThrow(), 0, 10));
    assertNoLitter();
  }

  @Test
  void any_range_can_be_read() throws Exception {
    store.write(RECORDING, content("0123456789"));
    StoredObject found = store.find(RECORDING).orElseThrow();
    assertEquals("0123456789", text(found, 0, 10));
    assertEquals("345", text(found, 3, 3));
    assertEquals("0", text(found, 0, 1));
    assertEquals("9", text(found, 9, 1));
    assertEquals("789", text(found, 7, 100));
    assertEquals("789", text(found, 7, Long.MAX_VALUE));
  }

  @Test
  void a_range_of_nothing_or_behind_the_end_is_empty() throws Exception {
    store.write(RECORDING, content("0123456789"));
    StoredObject found = store.find(RECORDING).orElseThrow();
    assertEquals("", text(found, 0, 0));
    assertEquals("", text(found, 5, 0));
    assertEquals("", text(found, 10, 1));
    assertEquals("", text(found, 11, 100));
    assertEquals("", text(found, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void a_range_can_be_left_before_its_end() throws Exception {
    byte[] bytes = bytes(1 << 20);
    store.write(RECORDING, out -> out.write(bytes));
    StoredObject found = store.find(RECORDING).orElseThrow();
    for (int i = 0; i < 20; i++) {
      try (InputStream in = found.open(i, found.size())) {
        assertEquals(bytes[i], (byte) in.read());
      }
    }
    assertArrayEquals(bytes, read(found, 0, found.size()));
  }

  @Test
  void two_ranges_can_be_open_at_once() throws Exception {
    byte[] bytes = bytes(1 << 20);
    store.write(RECORDING, out -> out.write(bytes));
    StoredObject found = store.find(RECORDING).orElseThrow();
    int half = bytes.length / 2;
    try (InputStream front = found.open(0, half);
        InputStream back = found.open(half, half)) {
      for (int at = 0; at < half; at += 4096) {
        assertArrayEquals(slice(bytes, at, 4096), front.readNBytes(4096));
        assertArrayEquals(slice(bytes, half + at, 4096), back.readNBytes(4096));
      }
      assertEquals(-1, front.read());
      assertEquals(-1, back.read());
    }
  }

  @Test
  void a_recording_of_no_bytes_is_none_and_keeps_no_place() throws Exception {
    store.write(RECORDING, out -> {});
    assertEquals(Optional.empty(), store.find(RECORDING));
    assertNoLitter();
    assertEquals(Written.STORED, store.write(RECORDING, content("a recording")));
    assertEquals("a recording", text(store.find(RECORDING).orElseThrow(), 0, 100));
  }

  @Test
  void an_object_of_20_mb_is_kept_to_the_byte() throws Exception {
    byte[] bytes = bytes(20 << 20);
    Written written =
        store.write(
            RECORDING,
            out -> {
              out.write(bytes, 0, 7);
              for (int at = 7; at < bytes.length; at += 65_536) {
                out.write(bytes, at, Math.min(65_536, bytes.length - at));
              }
            });
    assertEquals(Written.STORED, written);
    StoredObject found = store.find(RECORDING).orElseThrow();
    assertEquals(bytes.length, found.size());
    assertArrayEquals(bytes, read(found, 0, found.size()));
    assertArrayEquals(slice(bytes, 19 << 20, 1 << 20), read(found, 19 << 20, 5 << 20));
  }

  @Test
  void of_many_writers_at_once_exactly_one_stores_and_its_bytes_are_whole() throws Exception {
    int writers = 8;
    CountDownLatch ready = new CountDownLatch(writers);
    List<Written> outcomes = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(writers)) {
      List<Future<Written>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String bytes = Integer.toString(i).repeat(100_000);
        running.add(
            threads.submit(() ->
                store.write(
                    RECORDING,
                    out -> {
                      ready.countDown();
                      await(ready);
                      out.write(bytes.getBytes(UTF_8));
                    })));
      }
      for (Future<Written> writer : running) {
        outcomes.add(writer.get());
      }
    }
    assertEquals(1, Collections.frequency(outcomes, Written.STORED), outcomes::toString);
    String stored = text(store.find(RECORDING).orElseThrow(), 0, Long.MAX_VALUE);
    assertEquals(Integer.toString(outcomes.indexOf(Written.STORED)).repeat(100_000), stored);
    assertNoLitter();
  }

  @Test
  void recordings_and_what_is_derived_from_them_lie_apart() throws Exception {
    for (ObjectKey key : KEYS) {
      assertEquals(Written.STORED, store.write(key, content("this is " + key)));
    }
    for (ObjectKey key : KEYS) {
      assertEquals("this is " + key, text(store.find(key).orElseThrow(), 0, 1000));
    }
    assertNoLitter();
  }

  @Test
  void every_object_has_a_location_of_its_own_that_never_changes() throws Exception {
    Set<URI> locations = new HashSet<>();
    for (ObjectKey key : KEYS) {
      URI location = store.location(key);
      assertTrue(location.isAbsolute(), location::toString);
      assertTrue(location.toString().contains(key.sid().value()), location::toString);
      store.write(key, content("x"));
      assertEquals(location, store.location(key));
      locations.add(location);
    }
    assertEquals(KEYS.size(), locations.size());
  }

  private void assertNoLitter() throws Exception {
    assertEquals(List.of(), litter());
  }

  private static Content content(String text) {
    return out -> out.write(text.getBytes(UTF_8));
  }

  private static String text(StoredObject object, long offset, long length) throws IOException {
    return new String(read(object, offset, length), UTF_8);
  }

  private static byte[] read(StoredObject object, long offset, long length) throws IOException {
    try (InputStream in = object.open(offset, length)) {
      return in.readAllBytes();
    }
  }

  @Test
  void recordings_are_listed_each_once_a_page_at_a_time() throws Exception {
    assertEquals(List.of(), store.recordings("", 10));
    Set<SessionId> written = new HashSet<>();
    for (String id : List.of("b", "a", "a-b", "a.b", "A_b", "9", "a.tar", SID.value())) {
      SessionId sid = new SessionId(id);
      written.add(sid);
      store.write(new Recording(sid), content(id));
      store.write(new Derived(sid, "1-1", Kind.CAST), content("no recording"));
    }
    List<Listed> found = new ArrayList<>();
    List<Listed> page = store.recordings("", 3);
    while (!page.isEmpty()) {
      assertTrue(page.size() <= 3, () -> "a page is too long");
      found.addAll(page);
      page = store.recordings(page.getLast().sid().value(), 3);
    }
    assertEquals(written.size(), found.size());
    assertEquals(written, found.stream().map(Listed::sid).collect(Collectors.toSet()));
    for (Listed one : found) {
      StoredObject object = store.find(new Recording(one.sid())).orElseThrow();
      assertEquals(object.written().getEpochSecond(), one.written().getEpochSecond());
    }
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] slice(byte[] bytes, int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      // A store may let one writer in at a time, or turn the others away unread.
      latch.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
