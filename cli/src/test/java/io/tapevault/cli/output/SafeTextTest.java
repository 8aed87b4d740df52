package io.tapevault.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeTextTest {

  private static final String ESC = "\u001b";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Clipboard, title, hyperlink, colour query; ended by BEL, by ST, by the 8-bit ST.
        "\u001b]52;c;ZXZpbA==\u0007",
        "\u001b]0;title\u001b\\",
        "\u001b]2;title\u009c",
        "\u001b]8;;http://evil\u0007",
        "\u001b]4;1;?\u0007",
        // Device control, application, privacy and start-of strings.
        "\u001bP+q544e\u001b\\",
        "\u001b_payload\u001b\\",
        "\u001b^private\u001b\\",
        "\u001bXstring\u001b\\",
        // Cursor, clear, modes, reports, scroll region, window operations.
        "\u001b[2J",
        "\u001b[10;20H",
        "\u001b[?1049h",
        "\u001b[6n",
        "\u001b[c",
        "\u001b[>c",
        "\u001b[1;5r",
        "\u001b[21t",
        "\u001b[!p",
        // Reset, character sets, keypad, status.
        "\u001bc",
        "\u001b(0",
        "\u001b#8",
        "\u001b=",
        "\u001b7",
        "\u001b8",
        "\u001bM",
        // The same in 8 bits.
        "\u009b2J",
        "\u009d52;c;ZXZpbA==\u0007",
        "\u0090+q\u009c",
        "\u0098string\u009c",
        "\u009eprivate\u001b\\",
        "\u009fapp\u009c",
        "\u0085",
        // Other control characters.
        "\u0000",
        "\u0007",
        "\b",
        "\u000b",
        "\f",
        "\u000e",
        "\u007f",
        // What turns the direction of writing.
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        // What hides text.
        "\u001b[8m",
        "\u001b[1;08m",
        "\u001b[38;5;7;8m",
        // A colour with something else in it.
        "\u001b[?1m",
        "\u001b[>4;1m",
        "\u001b[1$m",
        "\u001b[3 m",
      })
  void what_a_terminal_obeys_is_left_out(String sequence) {
    for (boolean colours : new boolean[] {true, false}) {
      assertEquals("beforeafter", new SafeText(colours).filter("before" + sequence + "after"));
      assertEquals("beforeafter", split(new SafeText(colours), "before" + sequence + "after"));
    }
  }

  private static String split(SafeText safe, String text) {
    StringBuilder all = new StringBuilder();
    text.chars().forEach(c -> all.append(safe.filter(Character.toString(c))));
    return all.toString();
  }

  @Test
  void characters_and_line_ends_stay() {
    String text = "a\tb\r\nÜñï → 日本 😀 \u00a0~";
    assertEquals(text, new SafeText(true).filter(text));
    assertEquals(text, split(new SafeText(false), text));
  }

  @Test
  void colours_stay_where_they_are_wanted_and_only_there() {
    String text =
        ESC
            + "[1;31mred"
            + ESC
            + "[38;2;1;8;3mrgb"
            + ESC
            + "[38;5;8mgrey"
            + ESC
            + "[4:3mwave"
            + ESC
            + "[m\u009b32mgreen";
    String seven = text.replace("\u009b", ESC + "[");
    assertEquals(seven, new SafeText(true).filter(text));
    assertEquals(seven, split(new SafeText(true), text));
    assertEquals("redrgbgreywavegreen", new SafeText(false).filter(text));
    assertEquals(ESC + "[0m", new SafeText(true).reset());
    assertEquals("", new SafeText(false).reset());
  }

  @Test
  void in_a_line_of_ours_what_acts_on_a_terminal_is_shown_and_does_nothing() {
    assertEquals(
        "alice\\u001b[6n\\u001b]0;title\\u0007 as \\u009b8m\\u202eroot\\u2066\\u200b\\u000d\n\t日本 😀",
        SafeText.harmless(
            "alice\u001b[6n\u001b]0;title\u0007 as \u009b8m\u202eroot\u2066\u200b\r\n\t日本 😀"));
  }

  @Test
  void a_sequence_that_never_ends_shows_nothing_and_one_in_another_is_not_run() {
    assertEquals("", new SafeText(true).filter(ESC + "]52;c;" + "A".repeat(100_000)));
    assertEquals("", new SafeText(true).filter(ESC + "[" + "1;".repeat(100_000)));
    assertEquals("x", new SafeText(true).filter(ESC + "[" + "1;".repeat(100_000) + "mx"));
    assertEquals("ok", new SafeText(true).filter(ESC + "]0;a" + ESC + ESC + "\\ok"));
    assertEquals("ok", new SafeText(true).filter(ESC + ESC + "[2Jok"));
    assertEquals("ok", new SafeText(true).filter(ESC + "[1" + ESC + "[2Jok"));
    assertEquals("ok", new SafeText(true).filter(ESC + "[1" + ESC + "]0;title\u0007ok"));
  }
}
