package io.tapevault.disk.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.ObjectStore.Written;
import io.tapevault.recording.SessionId;
import io.tapevault.testkit.contract.ObjectStoreContract;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileObjectStoreTest extends ObjectStoreContract {

  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final Recording RECORDING = new Recording(SID);
  private static final Derived SUMMARY = new Derived(SID, "11-0", Kind.SUMMARY);

  @TempDir private Path temp;

  @Override
  protected Optional<ObjectStore> denied() {
    OutputStream denied =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new AccessDeniedException("as the test asked");
          }
        };
    return Optional.of(new FileObjectStore(folder(), disk -> denied));
  }

  @Override
  protected ObjectStore emptyStore() {
    return open(folder());
  }

  @Override
  protected List<String> litter() throws IOException {
    return names().stream()
        .filter(name ->
            !name.matches(
                "([0-9a-f-]{36}\\.tar|derived/4/[0-9a-f-]{36}\\..*|redactions/[0-9a-f-]{36}\\.[0-9]+\\.json)"))
        .toList();
  }

  private Path folder() {
    return temp.resolve("above/recordings");
  }

  private static ObjectStore open(Path folder) {
    return FileObjectStore.open(URI.create("file://" + folder));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> folder().relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Nested
  class In_a_folder {

    @Test
    void objects_lie_where_teleport_looks_for_them() throws Exception {
      ObjectStore store = emptyStore();
      store.write(RECORDING, out -> out.write('r'));
      store.write(SUMMARY, out -> out.write('s'));
      assertEquals(List.of(SID + ".tar", "derived/4/" + SID + ".11-0.json"), names());
      assertEquals("r", Files.readString(folder().resolve(SID + ".tar")));
      assertEquals(
          URI.create("file://" + folder() + "/" + SID + ".tar"), store.location(RECORDING));
    }

    @Test
    void a_recording_is_removed_with_what_was_derived_from_it_and_no_other_is() throws Exception {
      FileObjectStore store = FileObjectStore.open(URI.create("file://" + folder()));
      SessionId other = new SessionId(SID + ".1");
      for (SessionId sid : List.of(SID, other)) {
        store.write(new Recording(sid), out -> out.write('r'));
        StoredObject recording = store.find(new Recording(sid)).orElseThrow();
        for (Kind kind : Kind.values()) {
          store.write(Derived.of(sid, recording, kind), out -> out.write('d'));
        }
      }
      int ofOne = 1 + Kind.values().length;
      assertEquals(2 * ofOne, names().size());
      Instant written = store.find(new Recording(SID)).orElseThrow().written();
      store.remove(SID, written.minusMillis(1));
      assertEquals(2 * ofOne, names().size());
      store.remove(SID, written);
      store.remove(SID, written);
      assertTrue(
          names().stream().allMatch(name -> name.contains(other.value())), names()::toString);
      assertEquals(ofOne, names().size());
    }

    @Test
    void only_the_owner_can_look_in() throws Exception {
      ObjectStore store = emptyStore();
      store.write(RECORDING, out -> out.write('r'));
      store.write(SUMMARY, out -> out.write('s'));
      var permissions = new TreeMap<String, String>();
      try (Stream<Path> files = Files.walk(folder())) {
        for (Path file : files.toList()) {
          String name = folder().relativize(file).toString().replace(SID.value(), "sid");
          permissions.put(name, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
      }
      var expected = new TreeMap<String, String>();
      expected.put("", "rwx------");
      expected.put("sid.tar", "rw-------");
      expected.put("derived", "rwx------");
      expected.put("derived/4", "rwx------");
      expected.put("derived/4/sid.11-0.json", "rw-------");
      assertEquals(expected, permissions);
    }

    @Test
    void a_folder_that_is_there_keeps_its_permissions_and_what_is_in_it() throws Exception {
      Files.createDirectories(folder());
      Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-x---"));
      Files.writeString(folder().resolve("notes.txt"), "mine");
      emptyStore();
      assertEquals(
          "rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
      assertEquals(List.of("notes.txt"), names());
    }

    @Test
    void another_process_sees_what_was_written() throws Exception {
      emptyStore().write(RECORDING, out -> out.write("abc".getBytes(UTF_8)));
      assertEquals(3, open(folder()).find(RECORDING).orElseThrow().size());
      assertEquals(Written.ALREADY_THERE, open(folder()).write(RECORDING, out -> out.write('x')));
    }

    @Test
    void what_a_killed_process_left_is_gone_after_the_next_start() throws Exception {
      emptyStore().write(SUMMARY, out -> out.write('s'));
      List<String> names =
          List.of(
              ".tapevault-1.part",
              "derived/4/.tapevault-2.part",
              ".tapevault-mine.part",
              "x.part",
              SID + ".tar");
      for (String name : names) {
        Files.writeString(folder().resolve(name), "half");
      }
      open(folder());
      List<String> left =
          List.of(
              ".tapevault-mine.part", SID + ".tar", "derived/4/" + SID + ".11-0.json", "x.part");
      assertEquals(left, names());
    }

    @Test
    void what_is_being_written_is_no_leftover() throws Exception {
      ObjectStore store = emptyStore();
      Written written =
          store.write(
              RECORDING,
              out -> {
                out.write('x');
                open(folder());
              });
      assertEquals(Written.STORED, written);
      assertEquals(List.of(SID + ".tar"), names());
    }

    @Test
    void a_link_to_another_file_is_no_object_and_is_not_written_through() throws Exception {
      ObjectStore store = emptyStore();
      Path secret = Files.writeString(temp.resolve("secret"), "secret");
      Files.createSymbolicLink(folder().resolve(SID + ".tar"), secret);
      assertEquals(Optional.empty(), store.find(RECORDING));
      assertEquals(Written.ALREADY_THERE, store.write(RECORDING, out -> out.write('x')));
      assertEquals("secret", Files.readString(secret));
    }

    @Test
    void a_link_to_another_folder_is_not_followed() throws Exception {
      ObjectStore store = emptyStore();
      Path elsewhere = Files.createDirectories(temp.resolve("elsewhere/1"));
      Files.writeString(elsewhere.resolve(SID + ".11-0.json"), "secret");
      Files.createSymbolicLink(folder().resolve("derived"), elsewhere.getParent());
      assertEquals(Optional.empty(), store.find(SUMMARY));
      assertThrows(
          Unavailable.class,
          () -> store.write(new Derived(SID, "11-0", Kind.CAST), out -> out.write('x')));
      try (Stream<Path> files = Files.list(elsewhere)) {
        assertEquals(
            List.of(SID + ".11-0.json"), files.map(file -> file.getFileName().toString()).toList());
      }
    }

    @Test
    void a_link_put_in_place_of_a_found_file_is_not_opened() throws Exception {
      ObjectStore store = emptyStore();
      store.write(RECORDING, out -> out.write('r'));
      var found = store.find(RECORDING).orElseThrow();
      Path secret = Files.writeString(temp.resolve("secret"), "secret");
      Files.delete(folder().resolve(SID + ".tar"));
      Files.createSymbolicLink(folder().resolve(SID + ".tar"), secret);
      assertThrows(IOException.class, () -> found.open(0, 6));
    }

    @Test
    void a_folder_of_a_recordings_name_is_no_object() throws Exception {
      ObjectStore store = emptyStore();
      Files.createDirectories(folder().resolve(SID + ".tar/x"));
      assertEquals(Optional.empty(), store.find(RECORDING));
    }

    @Test
    void a_full_disk_is_named_and_leaves_nothing() throws Exception {
      emptyStore();
      ObjectStore store = new FileObjectStore(folder(), FullAfter100Bytes::new);
      store.write(RECORDING, out -> out.write(new byte[100]));
      Unavailable full =
          assertThrows(
              Unavailable.class, () -> store.write(SUMMARY, out -> out.write(new byte[101])));
      String message = String.valueOf(full.getMessage());
      assertTrue(message.startsWith("writing " + folder().resolve("derived/4")), message);
      assertTrue(message.endsWith(": No space left on device"), message);
      assertEquals(List.of(SID + ".tar"), names());
    }

    @Test
    void a_place_where_no_folder_can_be_is_named() throws Exception {
      Files.writeString(temp.resolve("file"), "x");
      Unavailable none =
          assertThrows(Unavailable.class, () -> open(temp.resolve("file/recordings")));
      assertTrue(
          String.valueOf(none.getMessage()).contains(temp + "/file/recordings"), none::toString);
    }

    @Test
    void a_uri_that_names_no_folder_is_refused() {
      for (String uri :
          List.of(
              "file:recordings",
              "s3://bucket",
              "file://host/x",
              "file:///x?y=z",
              "file:///",
              "/x")) {
        Exception refused =
            assertThrows(
                IllegalArgumentException.class, () -> FileUri.folder(URI.create(uri)), uri);
        assertTrue(
            String.valueOf(refused.getMessage()).contains("file:///folder"), refused::toString);
      }
      assertEquals(
          Path.of("/var/lib/my tapes"), FileUri.folder(URI.create("file:///var/lib/my%20tapes/")));
    }
  }

  private static final class FullAfter100Bytes extends FilterOutputStream {
    private int left = 100;

    FullAfter100Bytes(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int room = Math.min(left, length);
      out.write(bytes, offset, room);
      left -= room;
      if (room < length) {
        throw new IOException("No space left on device");
      }
    }
  }
}
