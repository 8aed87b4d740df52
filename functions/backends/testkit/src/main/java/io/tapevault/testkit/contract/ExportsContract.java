package io.tapevault.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.search.Exports;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Exports] promises.
public abstract class ExportsContract {

  private static final String NAME = "1795000000-1-events.csv";

  private Exports exports;

  /// A store with nothing in it.
  protected abstract Exports open() throws Exception;

  /// The bytes of an export that is there.
  protected abstract byte[] read(String name) throws Exception;

  /// A store that lacks every permission; empty where the backend knows none.
  protected abstract Optional<Exports> denied() throws Exception;

  @BeforeEach
  void begin_with_nothing() throws Exception {
    exports = open();
  }

  private static byte[] part(char of) {
    byte[] bytes = new byte[Exports.LEAST_PART];
    Arrays.fill(bytes, (byte) of);
    return bytes;
  }

  @Test
  void an_export_is_its_parts_in_their_order_and_is_not_there_before() throws Exception {
    String upload = exports.begin(NAME, "text/csv");
    exports.part(NAME, upload, 2, "end".getBytes(UTF_8));
    exports.part(NAME, upload, 1, part('x'));
    assertFalse(exports.isThere(NAME));
    exports.part(NAME, upload, 1, part('a'));
    exports.complete(NAME, upload, 2);
    assertTrue(exports.isThere(NAME));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(part('a'));
    all.write("end".getBytes(UTF_8));
    assertArrayEquals(all.toByteArray(), read(NAME));
  }

  @Test
  void a_part_of_a_turn_that_was_not_finished_is_left_out() throws Exception {
    String upload = exports.begin(NAME, "text/csv");
    exports.part(NAME, upload, 1, "all".getBytes(UTF_8));
    exports.part(NAME, upload, 2, "too much".getBytes(UTF_8));
    exports.complete(NAME, upload, 1);
    exports.complete(NAME, upload, 1);
    assertEquals("all", new String(read(NAME), UTF_8));
  }

  @Test
  void what_was_kept_first_for_a_turn_it_has() {
    exports.keep(NAME, 1, "one".getBytes(UTF_8));
    exports.keep(NAME, 1, "another".getBytes(UTF_8));
    assertEquals("one", new String(exports.kept(NAME, 1).orElseThrow(), UTF_8));
    assertFalse(exports.kept(NAME, 2).isPresent());
    assertFalse(exports.isThere(NAME));
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (Exports denied : denied().stream().toList()) {
      Permissions.isNamed(() -> denied.begin(NAME, "text/csv"));
      Permissions.isNamed(() -> denied.isThere(NAME));
      Permissions.isNamed(() -> denied.kept(NAME, 1));
    }
  }
}
