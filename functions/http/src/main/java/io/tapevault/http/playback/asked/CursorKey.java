package io.tapevault.http.playback.asked;

import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a vault signs its cursors with: made once, by who needs it first, and kept beside the
/// events, so that it is as old as they are, wherever they go. Who can read it there reads the
/// events too, and has no use for it.
final class CursorKey {

  private static final int BYTES = 32;
  private static final String NAME = "cursors";

  private final Register register;
  private final Consumer<byte[]> random;
  private byte @Nullable [] known;

  CursorKey(Register register, Consumer<byte[]> random) {
    this.register = register;
    this.random = random;
  }

  synchronized byte[] bytes() {
    byte[] key = known;
    return key == null ? again() : key;
  }

  /// As it is now: somebody may have removed it.
  synchronized byte[] again() {
    byte[] key = kept().or(this::made).or(this::kept).orElseThrow();
    known = key;
    return key;
  }

  private Optional<byte[]> kept() {
    return register.find(Subject.KEYS, NAME).map(entry -> HexFormat.of().parseHex(entry.text()));
  }

  /// Empty where another process was quicker.
  private Optional<byte[]> made() {
    byte[] fresh = new byte[BYTES];
    random.accept(fresh);
    Entry entry = new Entry(NAME, Instant.EPOCH, HexFormat.of().formatHex(fresh));
    return register.put(Subject.KEYS, entry) ? Optional.of(fresh) : Optional.empty();
  }
}
