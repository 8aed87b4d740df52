package io.tapevault.aws.dynamodb.item;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// Events as nobody should send them: known names with values of any kind, names that differ in
/// case only, numbers and times at and beyond every end.
final class OddEvents {

  private static final List<String> TYPES =
      List.of(
          "session.start",
          "session.end",
          "session.command",
          "session.network",
          "session.upload",
          "session.data",
          "user.login",
          "user.create",
          "exec",
          "scp",
          "sftp",
          "sftp_summary",
          "db.session.query",
          "db.session.mysql.statements.execute",
          "db.session.cassandra.batch",
          "db.session.sqlserver.rpc_request",
          "app.session.request",
          "app.session.dynamodb.request",
          "kube.request",
          "lock.created",
          "cert.create",
          "device",
          "device.enroll",
          "desktop.recording",
          "access_request.create",
          "access_list.review",
          "bot.join",
          "okta.groups.update",
          "windows.desktop.session.end",
          "spiffe.svid.issued",
          "unknown",
          "made.up",
          "Unknown:",
          "SessionEnd:");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"text\"",
          "\"7\"",
          "\"AAE=\"",
          "\"AAE\"",
          "\"<&>\\u2028\\u0001\\\"\"",
          "0",
          "-1",
          "1.0",
          "1.5",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967295",
          "4294967296",
          "9007199254740993",
          "9223372036854774784",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709549568",
          "18446744073709551615",
          "1e21",
          "1e300",
          "1e-200",
          "0.1000000000000000055511151231257827021181583404541015625",
          "[]",
          "[\"alice\"]",
          "[\"alice\",null,7,{\"a\":[1e300]}]",
          "{}",
          "{\"a\":\"b\"}",
          "{\"a\":null,\"b\":1e300,\"c\":[\"x\",1],\"\":1,\"q\\\"\":1}",
          "{\"user\":null,\"Name\":7,\"name\":\"n\",\"expires\":\"soon\",\"labels\":{\"a\":1}}",
          "[{\"query\":7,\"path\":\"p\",\"name\":\"n\",\"TIME\":1}]",
          "{\"d\":".repeat(31) + "1" + "}".repeat(31),
          "[".repeat(29) + "]".repeat(29));

  private static final List<String> TIMES =
      List.of(
          "2026-11-20T10:00:00.123Z",
          "2026-11-20T10:00:00.123456789+01:00",
          "2026-11-20T10:00Z",
          "2026-11-20t10:00:00z",
          "2026-11-20T10:00:00+01",
          "2026-11-20T10:00:00+01:00:30",
          "2026-11-20T10:00:00.1234567890123Z",
          "2016-12-31T23:59:60Z",
          "0001-01-01T00:00:00Z",
          "0001-01-01T00:00:00+01:00",
          "0000-06-01T00:00:00Z",
          "9999-12-31T23:59:59Z",
          "2026-11-20T10:00:00+23:59",
          "");

  private static final List<String> NAMES =
      List.of("", "q\\\"uote", "back\\\\slash", "<html>", "é", "own.member");

  // Of another kind than these should be we take no event.
  private static final List<String> OURS = List.of("event", "uid", "time", "ei", "sid");

  private final Random random;

  OddEvents(long seed) {
    this.random = new Random(seed);
  }

  /// The JSON of one event that we accept.
  String next() {
    String type = one(TYPES);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("event", '"' + type + '"');
    if (random.nextBoolean()) {
      members.put("uid", random.nextInt(8) == 0 ? "null" : "\"u-" + random.nextLong() + '"');
    }
    if (random.nextInt(4) > 0) {
      members.put("time", '"' + one(TIMES) + '"');
    }
    if (random.nextInt(3) > 0) {
      members.put("ei", one(List.of("0", "3", "1e3", "2147483647", "9223372036854775807", "null")));
    }
    if (random.nextInt(3) > 0) {
      members.put("sid", one(List.of("\"s\"", "\"\"", "null")));
    }
    List<String> typed = TeleportMembers.of(type).members().keySet().stream().sorted().toList();
    for (int i = random.nextInt(12); i > 0; i--) {
      members.putIfAbsent(name(one(typed)), value());
    }
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String value() {
    return random.nextInt(6) == 0 ? '"' + one(TIMES) + '"' : one(VALUES);
  }

  private String name(String known) {
    String name =
        switch (random.nextInt(12)) {
          case 0 -> random.nextInt(50) == 0 ? "n".repeat(70_000) : one(NAMES);
          case 1 -> known.toUpperCase(Locale.ROOT);
          case 2 -> one(OURS).toUpperCase(Locale.ROOT);
          case 3 -> "s\u0130d";
          case 4 -> known.replace('k', '\u212A').replace('s', '\u017F').replace('e', 'E');
          default -> known;
        };
    return OURS.contains(name) ? "data" : name;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
