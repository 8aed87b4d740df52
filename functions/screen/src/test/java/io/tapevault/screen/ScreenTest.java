package io.tapevault.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.TerminalSize;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScreenTest {

  private static final String GLYPHS = "[🐻\u200D❄️]\r\n[⚙️]\r\n[e\u0301]\r\n[你]\r\n[🇩🇪]";
  private static final List<String> LINES =
      List.of("[🐻\u200D❄️]", "[⚙️]", "[e\u0301]", "[你]", "[🇩🇪]", "");

  @Test
  void characters_of_many_code_points_stay_whole() {
    Screen screen = screen(20, 6);
    screen.write(GLYPHS);
    assertEquals(LINES, texts(screen));
    Screen split = screen(20, 6);
    GLYPHS.codePoints().forEach(one -> split.write(Character.toString(one)));
    assertEquals(LINES, texts(split));
    Screen watched = screen(20, 6);
    GLYPHS
        .codePoints()
        .forEach(one -> {
          watched.write(Character.toString(one));
          watched.picture();
        });
    assertEquals(LINES, texts(watched));
  }

  @Test
  void a_wide_character_takes_two_columns() {
    Screen screen = screen(20, 2);
    screen.write("[你]");
    assertEquals(4, screen.picture().cursor().column());
    assertEquals(2, screen.picture().lines().get(0).get(1).width());
  }

  @Test
  void an_editor_gives_the_screen_back_as_it_was() {
    Screen screen = screen(80, 24);
    screen.write("A");
    screen.resize(new TerminalSize(120, 40));
    screen.write("\u001b[40;120HX");
    screen.write("\u001b[?1049h\u001b[2J\u001b[HV");
    assertTrue(screen.isAlternate());
    assertEquals("V", screen.picture().text(0));
    assertEquals("", screen.picture().text(39));
    screen.write("\u001b[?1049l");
    assertFalse(screen.isAlternate());
    assertEquals("A", screen.picture().text(0));
    assertEquals(" ".repeat(119) + "X", screen.picture().text(39));
  }

  @Test
  void what_reaches_outside_the_screen_is_not_on_it() {
    Screen screen = screen(20, 2);
    screen.write("\u001b]52;c;aGVsbG8=\u0007A\u001b]8;;http://x\u001b\\B\u001b]8;;\u001b\\C");
    screen.write(
        "\u001bP$qm\u001b\\D\u001b]0;title\u0007E\u001b_x\u001b\\F\u202eG\u009b31mH\u001b[c\u001b[6n");
    screen.write("\u001b]0;never ended");
    screen.write("x".repeat(1_000_000));
    screen.write("\u0007I");
    assertEquals("ABCDEFG31mHI", texts(screen).getFirst());
  }

  @Test
  void lines_that_scroll_off_are_given_once() {
    Screen screen = screen(10, 3);
    screen.write("1\r\n2\r\n3\r\n4\r\n5");
    assertEquals(List.of("1", "2"), screen.takeScrolled());
    assertEquals(List.of(), screen.takeScrolled());
    assertEquals(List.of("3", "4", "5"), texts(screen));
  }

  @Test
  void no_bytes_at_all_break_it() {
    String[] pieces = {
      "\u001b[",
      "\u001b]",
      "\u001b",
      ";",
      "999",
      "48;5;",
      "38;2;",
      "m",
      "H",
      "L",
      "r",
      "h",
      "?1049",
      "J",
      "K",
      "P",
      "X",
      "@",
      "S",
      "T",
      "b",
      "\n",
      "\r",
      "\t",
      "\b",
      "你",
      "🐻",
      "\u200d",
      "\u0301",
      "a",
      "\ud83d",
      "\u009b",
      "-1",
      "2147483647",
      "(0",
      "#8",
      "c",
      "M",
      "D",
      "7",
      "8",
      "\udbb8"
    };
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      Screen screen = screen(1 + random.nextInt(30), 1 + random.nextInt(10));
      for (int i = 0; i < 60; i++) {
        screen.write(pieces[random.nextInt(pieces.length)]);
        if (random.nextInt(15) == 0) {
          screen.resize(new TerminalSize(1 + random.nextInt(30), 1 + random.nextInt(10)));
        }
      }
      Picture picture = screen.picture();
      assertEquals(picture.rows(), picture.lines().size());
      Svg.of(picture);
    }
  }

  private static Screen screen(int columns, int rows) {
    return new Screen(new TerminalSize(columns, rows));
  }

  private static List<String> texts(Screen screen) {
    Picture picture = screen.picture();
    return IntStream.range(0, picture.rows()).mapToObj(picture::text).toList();
  }
}
