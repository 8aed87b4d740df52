package io.tapevault.recording.masking;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes a cast on with a mask over it: each masked character is a block, and times, sizes and
/// what moves the cursor stay.
///
/// Output is held back as long as it may be the beginning of a text that ends later. What would
/// take more memory than there is for it is masked, whatever comes.
public final class Masking implements CastSink {

  /// In the place of a character.
  public static final char BLOCK = '\u2588';

  private static final int MOST_HELD = 1 << 20;
  private static final int MOST_EVENTS = 1 << 14;

  private final CastSink below;
  private final Mask mask;
  private final List<Needle> needles;
  private final Controls controls = new Controls();
  private final Deque<Held> held = new ArrayDeque<>();
  private final Place[] places;
  private long shown;
  private long passedOn;
  private int characters;

  /// An event that has not been passed on. `end` counts the characters up to its end.
  private static final class Held {
    private final long millis;
    private final char code;
    private final StringBuilder text;
    private long end;

    Held(long millis, char code, StringBuilder text) {
      this.millis = millis;
      this.code = code;
      this.text = text;
    }
  }

  private record Place(StringBuilder text, int index) {}

  public Masking(CastSink below, Mask mask) {
    this.below = below;
    this.mask = mask;
    this.needles = mask.texts().stream().filter(Mask::canBeFound).map(Needle::new).toList();
    this.places = new Place[needles.stream().mapToInt(Needle::length).max().orElse(1)];
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) throws IOException {
    below.header(size, time, masked(title));
  }

  @Override
  public void event(long millis, char code, CharBuffer data) throws IOException {
    Held event =
        new Held(
            millis,
            code,
            code == OUTPUT
                ? new StringBuilder(data.remaining())
                : new StringBuilder(code == MARKER ? label(millis, data) : data));
    if (code == OUTPUT) {
      boolean hidden = mask.hides(millis);
      for (int i = data.position(); i < data.limit(); i++) {
        output(event.text, data.get(i), hidden);
      }
    }
    event.end = shown;
    held.add(event);
    characters += event.text.length();
    pass(begun());
    if (characters > MOST_HELD || held.size() > MOST_EVENTS) {
      hide(begun());
      pass(0);
    }
  }

  private String label(long millis, CharBuffer data) {
    return mask.hides(millis)
        ? String.valueOf(BLOCK).repeat(data.remaining())
        : masked(data.toString());
  }

  private void output(StringBuilder text, char c, boolean hidden) {
    switch (controls.next(c)) {
      case KEPT -> text.append(c);
      case KEPT_WITH_ESCAPE -> text.append('\u001b').append(c);
      case LEFT_OUT -> {}
      case SHOWN -> {
        boolean takesNoPlace =
            Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.FORMAT;
        if (!hidden || !takesNoPlace) {
          text.append(hidden ? BLOCK : c);
        }
        // What was just left out is behind the last place, and looked for all the same.
        if (!Needle.isPassedOver(c)) {
          places[(int) (shown % places.length)] = new Place(text, Math.max(0, text.length() - 1));
          shown++;
          look(c);
        }
      }
    }
  }

  private void look(char c) {
    int ends = 0;
    for (Needle needle : needles) {
      ends = needle.endsWith(c) ? Math.max(ends, needle.length()) : ends;
    }
    hide(ends);
  }

  /// The last ones, as far as they are held.
  private void hide(long last) {
    for (long i = Math.max(passedOn, shown - last); i < shown; i++) {
      Place place = places[(int) (i % places.length)];
      if (place.index < place.text.length()) {
        place.text.setCharAt(place.index, BLOCK);
      }
    }
  }

  private long begun() {
    int most = 0;
    for (Needle needle : needles) {
      most = Math.max(most, needle.begun());
    }
    return most;
  }

  private void pass(long begun) throws IOException {
    for (Held first = held.peek();
        first != null && first.end <= shown - Math.min(begun, shown - passedOn);
        first = held.peek()) {
      held.remove();
      characters -= first.text.length();
      passedOn = Math.max(passedOn, first.end);
      if (!first.text.isEmpty()) {
        below.event(first.millis, first.code, CharBuffer.wrap(first.text));
      }
    }
  }

  /// Passes on what was held back. Belongs behind the last event.
  public void finish() throws IOException {
    pass(0);
  }

  private String masked(String text) {
    StringBuilder masked = new StringBuilder(text);
    for (String one : mask.texts()) {
      Needle needle = new Needle(one);
      int[] at = new int[masked.length()];
      int seen = 0;
      for (int i = 0; i < masked.length() && needle.length() > 0; i++) {
        char c = text.charAt(i);
        if (!Needle.isPassedOver(c)) {
          at[seen++] = i;
          if (needle.endsWith(c)) {
            for (int last = seen - needle.length(); last < seen; last++) {
              masked.setCharAt(at[last], BLOCK);
            }
          }
        }
      }
    }
    return masked.toString();
  }
}
