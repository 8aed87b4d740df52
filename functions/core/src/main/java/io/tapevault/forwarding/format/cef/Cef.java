package io.tapevault.forwarding.format.cef;

import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.format.Code;
import io.tapevault.forwarding.format.IpText;
import io.tapevault.forwarding.format.Member;
import io.tapevault.forwarding.format.Table;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Events in CEF, version 0 of the format, in one line: the header, and the extension by the table
/// `extension.txt`, whose keys and lengths are those of the dictionary of CEF. A value that is too
/// long is cut at a whole character and ends in `…`.
public final class Cef {

  // The dictionary's own limits are in characters; a header has none, and 1023 is that of a text.
  private static final int MOST_HEADER = 1023;
  private static final String CUT = "…";
  private static final Set<String> ADDRESSES = Set.of("src", "dst");
  private static final List<Extension> EXTENSIONS =
      Table.rows(Cef.class, "extension.txt", 5).stream()
          .map(cells ->
              new Extension(
                  cells.get(0),
                  cells.get(1),
                  cells.get(2),
                  Integer.parseInt(cells.get(3)),
                  cells.get(4).substring(1)))
          .toList();

  private Cef() {}

  /// `label` is what a key of the user's own means, and empty for all others.
  private record Extension(String types, String member, String key, int most, String label) {

    boolean isOf(String type) {
      return types.equals("*")
          || (types.startsWith("!")
              ? !List.of(types.substring(1).split(",", -1)).contains(type)
              : List.of(types.split(",", -1)).contains(type));
    }
  }

  public static String text(AuditEvent event) {
    Map<String, Member> members = Member.of(event.json());
    StringBuilder line = new StringBuilder("CEF:0|Tapevault|Teleport|0");
    Member code = members.get("code");
    String id = code == null || code.text().isEmpty() ? event.type() : code.text();
    for (String field : List.of(id, event.type(), Integer.toString(severity(members)))) {
      line.append('|').append(header(cut(field, MOST_HEADER)));
    }
    return extension(event, members).entrySet().stream()
        .map(one -> one.getKey() + '=' + value(one.getValue()))
        .collect(Collectors.joining(" ", line.append('|'), ""));
  }

  /// From 0, the least, to 10.
  private static int severity(Map<String, Member> members) {
    return switch (Code.of(members)) {
      case UNKNOWN, INFORMATION -> 3;
      case WARNING -> 5;
      case ERROR -> 7;
    };
  }

  private static Map<String, String> extension(AuditEvent event, Map<String, Member> members) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("rt", Long.toString(event.time().toEpochMilli()));
    values.put("externalId", cut(event.identity(), 40));
    values.put(
        "outcome",
        switch (Code.Result.of(members)) {
          case SUCCESS -> "success";
          case FAILURE -> "failure";
          case UNKNOWN -> "unknown";
        });
    for (Extension one : EXTENSIONS) {
      Member member = members.get(one.member());
      if (member != null && one.isOf(event.type())) {
        put(values, one, part(one.key(), member.text()));
      }
    }
    return values;
  }

  /// `src` and `dst` are IPv4: an address of IPv6 has a key of the user's own.
  private static void put(Map<String, String> values, Extension one, String text) {
    boolean isIpv6 = ADDRESSES.contains(one.key()) && text.contains(":");
    String ipv6 = one.key().equals("src") ? "c6a2" : "c6a3";
    boolean isThere =
        values.containsKey(one.key())
            || (ADDRESSES.contains(one.key()) && values.containsKey(ipv6));
    if (text.isEmpty() || isThere) {
      return;
    }
    String key = isIpv6 ? ipv6 : one.key();
    String label =
        isIpv6
            ? (one.key().equals("src") ? "Source" : "Destination") + " IPv6 Address"
            : one.label();
    values.put(key, cut(text, one.most()));
    if (!label.isEmpty()) {
      values.put(key + "Label", label);
    }
  }

  /// Of `10.0.0.1:22`, an address without its port, or the port.
  private static String part(String key, String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort =
        colon > 0 && !IpText.isAddress(text) && text.substring(colon + 1).matches("[0-9]{1,5}");
    return switch (key) {
      case "src", "dst" -> {
        String host = hasPort ? text.substring(0, colon).replaceAll("[\\[\\]]", "") : text;
        yield IpText.isAddress(host) ? host : "";
      }
      case "spt", "dpt" -> port(hasPort ? text.substring(colon + 1) : text);
      case "spid", "dpid", "cn1" ->
          text.matches("-?[0-9]{1,19}") && new BigInteger(text).bitLength() < Long.SIZE ? text : "";
      default -> text;
    };
  }

  private static String port(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535 ? text : "";
  }

  private static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + CUT;
  }

  private static String header(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\p{Cc}+", " ");
  }

  private static String value(String text) {
    return text.replace("\\", "\\\\")
        .replace("=", "\\=")
        .replace("\r\n", "\\n")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        // No other control character has a spelling of its own.
        .replaceAll("\\p{Cc}", " ");
  }
}
