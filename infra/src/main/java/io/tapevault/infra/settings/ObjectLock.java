package io.tapevault.infra.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// For how many days S3 lets nobody remove what was put, and whether somebody with a right of his
/// own may all the same.
public record ObjectLock(boolean compliance, int days) {

  // As S3 has it.
  private static final int MOST_DAYS = 36_500;
  static final String WORDS =
      "governance: or compliance: and 1d to " + MOST_DAYS + "d, such as governance:365d";
  private static final Pattern FORM = Pattern.compile("(governance|compliance):([1-9][0-9]{0,4})d");

  /// `governance:365d`. Throws [IllegalArgumentException] with what is allowed.
  static ObjectLock parse(String text) {
    Matcher form = FORM.matcher(text);
    int days = form.matches() ? Integer.parseInt(form.group(2)) : 0;
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("'" + text + "' is not " + WORDS);
    }
    return new ObjectLock(form.group(1).equals("compliance"), days);
  }
}
