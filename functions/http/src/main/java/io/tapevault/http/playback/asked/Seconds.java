package io.tapevault.http.playback.asked;

import io.tapevault.http.playback.asked.Parameters.NotValid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Moments of a recording, as seconds from its start.
public final class Seconds {

  // Longer than any session.
  private static final BigDecimal MOST = new BigDecimal("31622400");
  private static final int LONGEST = 20;

  private Seconds() {}

  /// In milliseconds; what is more exact is cut off.
  public static Optional<Long> millis(Parameters asked, String name) throws NotValid {
    Optional<String> text = asked.one(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      BigDecimal seconds = new BigDecimal(text.get());
      if (text.get().length() <= LONGEST && seconds.signum() >= 0 && seconds.compareTo(MOST) <= 0) {
        return Optional.of(
            seconds.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact());
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new NotValid("'" + name + "' is a number of seconds from 0 on, such as 12.5");
  }

  /// `from` and `to`, where `to` is behind `from`.
  public static Window window(Parameters asked) throws NotValid {
    Window window =
        new Window(millis(asked, "from").orElse(0L), millis(asked, "to").orElse(Long.MAX_VALUE));
    if (window.from > window.to) {
      throw new NotValid("'from' is after 'to'");
    }
    return window;
  }

  public record Window(long from, long to) {
    public boolean isAll() {
      return from == 0 && to == Long.MAX_VALUE;
    }
  }
}
