package io.tapevault.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.TerminalSize;
import io.tapevault.screen.Picture.Cell;
import io.tapevault.screen.Picture.Style;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SnapshotTest {

  private static final String[] PIECES = {
    "plain text",
    "\u001b[1;31m",
    "\u001b[38;5;208m",
    "\u001b[48;2;1;2;3m",
    "\u001b[38:2::9:8:7m",
    "\u001b[7m",
    "\u001b[0m",
    "\u001b[m",
    "\u001b[2J",
    "\u001b[K",
    "\u001b[3;4H",
    "\u001b[2;4r",
    "\u001b[r",
    "\u001b[?6h",
    "\u001b[?6l",
    "\u001b[?1049h",
    "\u001b[?1049l",
    "\u001b[?47h",
    "\u001b[?47l",
    "\u001b[4h",
    "\u001b[4l",
    "\u001b[?7l",
    "\u001b[?7h",
    "\u001b[L",
    "\u001b[2P",
    "\u001b7",
    "\u001b8",
    "\u001b(0",
    "\u001b(B",
    "lqk",
    "\r\n",
    "\n",
    "\b",
    "\u001bM",
    "你好",
    "e",
    "\u0301",
    "🐻\u200D",
    "❄️",
    "x".repeat(30),
    "\u001b[",
    "3",
    "1m",
    "\u001b]0;title",
    "\u0007"
  };

  @Test
  void a_terminal_that_is_sent_it_shows_the_same_and_goes_on_the_same() {
    for (int seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      TerminalSize size = new TerminalSize(2 + random.nextInt(12), 2 + random.nextInt(5));
      Screen played = new Screen(size);
      StringBuilder all = new StringBuilder();
      feed(played, random, all);
      String snapshot = played.snapshot();
      Screen jumped = new Screen(size);
      jumped.write(snapshot);
      assertEquals(shown(played), shown(jumped), at(seed, all));
      for (int i = 0; i < 12; i++) {
        String next = PIECES[random.nextInt(PIECES.length)];
        all.append(" then ").append(next);
        played.write(next);
        jumped.write(next);
        assertEquals(shown(played), shown(jumped), at(seed, all));
      }
    }
  }

  private static void feed(Screen screen, Random random, StringBuilder all) {
    for (int i = random.nextInt(25); i >= 0; i--) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      all.append(piece).append(' ');
      screen.write(piece);
    }
  }

  /// The colour that a blank was written with shows nowhere.
  private static String shown(Screen screen) {
    StringBuilder shown = new StringBuilder();
    Picture picture = screen.picture();
    for (List<Cell> line : picture.lines()) {
      for (Cell cell : line) {
        Style style = cell.style();
        boolean isBlank = cell.text().isBlank() && !style.inverse() && !style.underline();
        shown.append(cell.text()).append(isBlank ? style.background() : style);
      }
      shown.append('\n');
    }
    return shown.append(picture.cursor()).toString().replace(Style.PLAIN.toString(), "");
  }

  private static String at(int seed, CharSequence all) {
    return "seed " + seed + ": " + all.toString().replace('\u001b', '␛');
  }

  @Test
  void both_screens_are_in_it() {
    Screen played = new Screen(TerminalSize.USUAL);
    played.write("A\u001b[40;120HX\u001b[?1049h\u001b[2J\u001b[HV");
    Screen jumped = new Screen(TerminalSize.USUAL);
    jumped.write(played.snapshot());
    assertTrue(jumped.isAlternate());
    assertEquals("V", jumped.picture().text(0));
    jumped.write("\u001b[?1049l");
    assertEquals("A", jumped.picture().text(0));
    assertEquals("X", jumped.picture().text(23).strip());
  }

  @Test
  void colours_stay_what_they_were() {
    Screen played = new Screen(TerminalSize.USUAL);
    played.write("\u001b[31ma\u001b[38;5;208mb\u001b[38;2;1;2;3mc\u001b[0;104md");
    assertEquals(
        "\u001b[1;1H\u001b[0;38;5;1ma\u001b[0;38;5;208mb\u001b[0;38;2;1;2;3mc\u001b[0;48;5;12md"
            + "\u001b[0m\u001b[1;5H\u001b[0;48;5;12m\u001b[1;4Hd",
        played.snapshot());
  }
}
