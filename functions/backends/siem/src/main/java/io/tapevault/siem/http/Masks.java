package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of a text in which a SIEM may repeat them: as they are, with some or all of
/// their characters as escapes of URLs or JSON, or in Base64, also within something longer.
final class Masks {

  // What is shorter is a word.
  private static final int LEAST = 4;
  // In Base64 so few characters would be found everywhere.
  private static final int LEAST_BASE64 = 6;
  private static final int PIECE = 64;
  // Behind so many characters nothing of a text is shown.
  private static final int SHOWN = 400;
  // A token that nobody told us of, such as the proof of a login.
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(\\.[A-Za-z0-9_-]*)?");

  private final List<Pattern> patterns;

  private Masks(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  static Masks of(Collection<String> secrets) {
    List<Pattern> patterns = new ArrayList<>();
    secrets.stream()
        .filter(secret -> secret.length() >= LEAST && !isOfOthers(secret, secrets))
        .distinct()
        // The whole before its parts.
        .sorted((one, other) -> other.length() - one.length())
        .flatMap(secret -> pieces(secret).stream())
        .forEach(piece -> {
          patterns.add(escaped(piece));
          patterns.addAll(base64(piece.getBytes(UTF_8)));
        });
    patterns.add(JWT);
    return new Masks(List.copyOf(patterns));
  }

  /// Whether it is long and made of others, whose pieces would not be those of the whole.
  private static boolean isOfOthers(String secret, Collection<String> all) {
    return secret.length() >= 2 * PIECE
        && all.stream()
            .anyMatch(one ->
                one.length() >= PIECE / 4
                    && one.length() < secret.length()
                    && secret.contains(one));
  }

  /// A pattern has to be short; the last piece is the longest.
  private static List<String> pieces(String secret) {
    List<String> pieces = new ArrayList<>();
    int[] characters = secret.codePoints().toArray();
    int from = 0;
    while (characters.length - from >= 2 * PIECE) {
      pieces.add(new String(characters, from, PIECE));
      from += PIECE;
    }
    pieces.add(new String(characters, from, characters.length - from));
    return pieces;
  }

  /// Each byte in any of the forms that it may have.
  private static Pattern escaped(String secret) {
    StringBuilder pattern = new StringBuilder();
    for (int c : secret.codePoints().toArray()) {
      String one = Character.toString(c);
      StringBuilder percent = new StringBuilder();
      for (byte each : one.getBytes(UTF_8)) {
        percent.append("%%(?:25)?(?i:%02x)".formatted(each & 0xff));
      }
      StringBuilder json = new StringBuilder();
      one.chars().forEach(each -> json.append("\\\\u(?i:%04x)".formatted(each)));
      pattern.append("(?:\\\\{0,2}").append(Pattern.quote(one));
      pattern.append('|').append(percent).append('|').append(json).append(')');
    }
    return Pattern.compile(pattern.toString());
  }

  /// What stands of it in the Base64 of anything that it is in, which depends on its place.
  private static List<Pattern> base64(byte[] secret) {
    List<Pattern> patterns = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] all = new byte[before + secret.length];
      System.arraycopy(secret, 0, all, before, secret.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(all);
      // The first and the last character may be of its neighbours too.
      String its =
          text.substring(
              before == 0 ? 0 : before + 1, text.length() - (all.length % 3 == 0 ? 0 : 1));
      if (its.length() >= LEAST_BASE64) {
        String quoted = its.replace("+", "(?:[+-]|%2[Bb])").replace("/", "(?:[/_]|\\\\/|%2[Ff])");
        patterns.add(Pattern.compile(quoted));
      }
    }
    return patterns;
  }

  String masked(String text) {
    String masked = text;
    for (Pattern secret : patterns) {
      masked = secret.matcher(masked).replaceAll("…");
    }
    return masked;
  }

  /// Masked, where the text holds words that were cut already: such end with one of these marks.
  String told(String text) {
    StringBuilder told = new StringBuilder();
    String masked = masked(text);
    int from = 0;
    for (int i = 0; i < masked.length(); i++) {
      if (masked.charAt(i) == '…' || masked.charAt(i) == '”') {
        String words = masked.substring(from, i);
        int end = end(words);
        told.append(words, 0, end).append(end < words.length() ? "…" : "").append(masked.charAt(i));
        from = i + 1;
      }
    }
    return told.append(masked, from, masked.length()).toString();
  }

  /// Where a text ends without what a secret may begin with, where it was cut.
  // It is asked whether more of the text might have made a match, which is what `hitEnd` is for.
  @SuppressWarnings("JdkObsolete")
  int end(String text) {
    int end = text.length();
    for (Pattern secret : patterns) {
      Matcher matcher = secret.matcher(text);
      for (int i = 0; i <= Math.min(end - LEAST, SHOWN); i++) {
        matcher.region(i, text.length());
        if (!matcher.lookingAt() && matcher.hitEnd()) {
          end = i;
        }
      }
    }
    return end;
  }
}
