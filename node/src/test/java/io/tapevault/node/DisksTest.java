package io.tapevault.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.Disk.Room;
import java.lang.reflect.Proxy;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DisksTest {

  private static final Path STATE = Path.of("/state");
  private static final Path SPOOL = Path.of("/spool");
  private static final Room ROOMY = new Room(1L << 40, 1L << 42);

  @Test
  void a_disk_is_full_below_16_mb_or_a_hundredth_of_a_small_one() {
    assertFull(false, new Room(16L << 20, 1L << 42));
    assertFull(true, new Room((16L << 20) - 1, 1L << 42));
    assertFull(false, new Room(20_971, 2L << 20));
    assertFull(true, new Room(20_970, 2L << 20));
    assertFull(true, new Room(0, 2L << 20));
  }

  private static void assertFull(boolean full, Room room) {
    Optional<String> told =
        Optional.of("the disk of /spool is full: " + room.free() + " bytes are left; make room")
            .filter(words -> full);
    assertEquals(told, full(Map.of(STATE, ROOMY, SPOOL, room)));
  }

  @Test
  void one_that_is_not_there_is_not_full_and_hides_no_other() {
    assertEquals(Optional.empty(), full(Map.of()));
    assertEquals(
        Optional.of("the disk of /spool is full: 0 bytes are left; make room"),
        full(Map.of(SPOOL, new Room(0, 2L << 20))));
  }

  private static Optional<String> full(Map<Path, Room> rooms) {
    Disk disk =
        (Disk)
            Proxy.newProxyInstance(
                Disk.class.getClassLoader(),
                new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                  Room room = rooms.get((Path) arguments[0]);
                  if (room == null) {
                    throw new NoSuchFileException(arguments[0].toString());
                  }
                  return room;
                });
    return new Disks(disk, List.of(STATE, SPOOL)).full();
  }
}
