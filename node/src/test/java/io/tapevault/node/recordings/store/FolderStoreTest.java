package io.tapevault.node.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Sha256;
import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.recordings.spool.Changed;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.recordings.store.Store.Shipment;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderStoreTest {

  private static final Bandwidth FREE = new Bandwidth(() -> 0, time -> {}, () -> Long.MAX_VALUE);

  @TempDir Path folder;
  @TempDir Path state;

  private Outcome store(Path into, RecordingSource source, String announced) throws IOException {
    byte[] bytes = announced.getBytes(UTF_8);
    Digest digest = new Digest(bytes.length, Sha256.of(bytes), List.of());
    return new FolderStore(
            new LocalDisk(), new FolderStore.Place(into, state.resolve("folder")), "web-1", FREE)
        .store(new Shipment(new SessionId("sid"), digest, source, new NoUpload()));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void a_recording_has_its_name_only_when_it_is_whole_and_nothing_else_is_left()
      throws IOException {
    assertEquals(new Outcome.Confirmed(), store(folder, text("hello"), "hello"));
    assertEquals(List.of("sid.tar"), names());
    assertEquals("hello", Files.readString(folder.resolve("sid.tar")));
  }

  @Test
  void the_same_bytes_again_are_a_success_and_not_written_again() throws IOException {
    store(folder, text("hello"), "hello");
    RecordingSource unreadable = broken("nobody reads this");
    assertEquals(new Outcome.Confirmed(), store(folder, unreadable, "hello"));
  }

  @Test
  void other_bytes_stay_what_they_are() throws IOException {
    Files.writeString(folder.resolve("sid.tar"), "hallo");
    assertInstanceOf(Outcome.OtherBytes.class, store(folder, text("hello"), "hello"));
    assertEquals("hallo", Files.readString(folder.resolve("sid.tar")));
    assertEquals(List.of("sid.tar"), names());
  }

  @Test
  void what_a_killed_node_left_there_is_cleared_away() throws IOException {
    store(folder, text("hello"), "hello");
    String ours = Sha256.of("web-1/sid".getBytes(UTF_8)).substring(0, 16);
    Files.writeString(folder.resolve(".tapevault-" + ours + ".part"), "hel");
    assertEquals(new Outcome.Confirmed(), store(folder, text("hello"), "hello"));
    assertEquals(List.of("sid.tar"), names());
  }

  @Test
  void what_reads_unlike_its_digest_is_not_stored() throws IOException {
    assertInstanceOf(Outcome.Unlike.class, store(folder, text("hullo"), "hello"));
    assertEquals(List.of(), names());
  }

  @Test
  void our_own_copy_that_cannot_be_read_is_no_fault_of_the_folder() throws IOException {
    assertThrows(Changed.class, () -> store(folder, broken("it is gone"), "hello"));
    assertEquals(List.of(), names());
  }

  @Test
  void a_folder_that_is_not_there_is_not_made() throws IOException {
    Path gone = folder.resolve("mount");
    Outcome.TryAgain outcome =
        assertInstanceOf(Outcome.TryAgain.class, store(gone, text("hello"), "hello"));
    assertTrue(outcome.everybody());
    assertTrue(outcome.why().contains("mount what it is on"), outcome.why());
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Read-only file system"})
  void a_folder_that_cannot_be_written_to_is_told_and_tried_again(String why) throws IOException {
    Outcome outcome =
        new FolderStore(
                failing(why), new FolderStore.Place(folder, state.resolve("folder")), "web-1", FREE)
            .store(
                new Shipment(
                    new SessionId("sid"),
                    new Digest(5, Sha256.of("hello".getBytes(UTF_8)), List.of()),
                    text("hello"),
                    new NoUpload()));
    Outcome.TryAgain later = assertInstanceOf(Outcome.TryAgain.class, outcome);
    assertTrue(later.everybody());
    assertTrue(later.why().contains(why), later.why());
    assertEquals(List.of(), names());
  }

  /// Writes the beginning, and fails then.
  private static Disk failing(String why) {
    LocalDisk disk = new LocalDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write")) {
                disk.write((Path) arguments[0], out -> out.write('h'));
                throw new IOException(why);
              }
              return method.invoke(disk, arguments);
            });
  }

  private static RecordingSource text(String text) {
    return new RecordingSource() {
      @Override
      public long size() {
        return text.length();
      }

      @Override
      public InputStream open(long offset, long length) {
        return new ByteArrayInputStream(text.getBytes(UTF_8), (int) offset, (int) length);
      }
    };
  }

  private static RecordingSource broken(String why) {
    return new RecordingSource() {
      @Override
      public long size() {
        return 5;
      }

      @Override
      public InputStream open(long offset, long length) throws IOException {
        throw new Changed(why);
      }
    };
  }

  private static final class NoUpload implements Store.Upload {
    @Override
    public Optional<String> id() {
      return Optional.empty();
    }

    @Override
    public void begun(String id) {
      throw new AssertionError("a folder takes no parts");
    }

    @Override
    public void at(long offset) {}
  }
}
