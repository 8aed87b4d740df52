package io.tapevault.forwarding.format;

import java.util.regex.Pattern;

/// Tells addresses of the internet from names, and asks nobody.
public final class IpText {

  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern VERSION_4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern GROUPS = Pattern.compile("[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4}){0,7}");

  private IpText() {}

  public static boolean isAddress(String text) {
    return VERSION_4.matcher(text).matches() || isVersion6(text);
  }

  private static boolean isVersion6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = groups(text.substring(0, gap));
    int behind = groups(text.substring(gap + 2));
    return before >= 0 && behind >= 0 && before + behind < 8;
  }

  /// How many there are, or -1 where it is something else.
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    return GROUPS.matcher(text).matches() ? text.split(":", -1).length : -1;
  }
}
