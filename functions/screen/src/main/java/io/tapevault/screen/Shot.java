package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A picture of the moment at which there was most to see, of those that lasted, as SVG, gzip.
final class Shot implements Emulator.Form {

  // What lasted no longer was hardly seen.
  private static final long LASTING = 500;
  // After so many moments every second one is looked at, then every fourth.
  private static final int STEP = 200;

  private final OutputStream out;
  private final Supplier<Screen> screen;
  private @Nullable Picture best;
  private long score = -1;
  private long last;
  private long moments;

  Shot(OutputStream out, Supplier<Screen> screen) {
    this.out = out;
    this.screen = screen;
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) {}

  @Override
  public void event(long millis, char code, CharBuffer data) {
    if (millis - last >= LASTING) {
      long times = 1L << Math.min(40, moments / STEP);
      if (moments % times == 0) {
        look();
      }
      moments++;
    }
    last = millis;
  }

  private void look() {
    Picture picture = screen.get().picture(Svg.MOST_COLUMNS, Svg.MOST_ROWS);
    long filled =
        picture.lines().stream()
            .flatMap(line -> line.stream())
            .filter(cell -> !cell.text().isBlank())
            .count();
    if (filled > score) {
      score = filled;
      best = picture;
    }
  }

  @Override
  public void finish() throws IOException {
    look();
    Picture picture = best;
    if (picture != null) {
      GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 13);
      zipped.write(Svg.bounded(picture).getBytes(UTF_8));
      zipped.finish();
    }
  }
}
