package io.tapevault.aws.dynamodb.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.dynamodb.item.TeleportMembers.Kind;
import io.tapevault.aws.dynamodb.item.TeleportMembers.ListOf;
import io.tapevault.aws.dynamodb.item.TeleportMembers.MapOf;
import io.tapevault.aws.dynamodb.item.TeleportMembers.Message;
import io.tapevault.aws.dynamodb.item.TeleportMembers.Scalar;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads a `FieldsMap` as Teleport does, and says what it would stumble over: decoded by the SDK's
/// rules, where every number is a double, then read into typed events, then sent by gRPC.
final class TeleportReader {

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
  private static final BigDecimal TWO_TO_63 = BigDecimal.TWO.pow(63);

  private final List<String> faults = new ArrayList<>();

  private TeleportReader() {}

  static List<String> faults(Map<String, AttributeValue> fields) {
    TeleportReader reader = new TeleportReader();
    for (String name : List.of("event", "uid", "time")) {
      AttributeValue value = fields.get(name);
      if (value == null || value.s() == null || value.s().isEmpty()) {
        reader.faults.add("no " + name);
      }
    }
    String type = Attributes.text(fields, "event").orElse("");
    reader.message("", TeleportMembers.of(type), fields);
    if (Go.jsonBytes(fields) >= 1 << 20) {
      reader.faults.add("the page sticks");
    }
    return reader.faults;
  }

  private void message(String path, Message message, Map<String, AttributeValue> fields) {
    Set<String> lower = new HashSet<>();
    message.members().keySet().forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    fields.forEach((name, value) -> {
      Kind kind = message.members().get(name);
      if (name.contains("\"")) {
        faults.add(path + name + " ends its name too early");
      } else if (kind != null) {
        typed(path + name, kind, value);
      } else if (lower.contains(lowered(name))) {
        faults.add(path + name + " is taken for another");
      }
    });
  }

  /// As Go lowers: a rune by a rune.
  private static String lowered(String name) {
    return name.replace('\u0130', 'i')
        .replace('\u212A', 'k')
        .replace('\u017F', 's')
        .toLowerCase(Locale.ROOT);
  }

  private void typed(String path, Kind kind, AttributeValue value) {
    boolean fits =
        switch (kind) {
          case Scalar scalar -> fits(scalar, value);
          case ListOf(Kind elements) -> {
            value.l().forEach(element -> typed(path + "[]", elements, element));
            yield value.hasL();
          }
          case MapOf(Kind values) -> {
            value.m().values().forEach(one -> typed(path + "{}", values, one));
            yield value.hasM();
          }
          case Message message -> {
            message(path + '.', message, value.m());
            yield value.hasM();
          }
        };
    if (!fits) {
      faults.add(path + " is " + value + ", not " + kind);
    }
  }

  private static boolean fits(Scalar kind, AttributeValue value) {
    return switch (kind) {
      case TEXT -> value.s() != null;
      case BOOL -> value.bool() != null;
      case TIME -> isTime(value.s());
      case BYTES -> value.s() != null && isBase64(value.s());
      case OBJECT -> value.hasM();
      case INT32 -> whole(value, BigDecimal.valueOf(Integer.MIN_VALUE), BigDecimal.TWO.pow(31));
      case INT64 -> whole(value, TWO_TO_63.negate(), TWO_TO_63);
      case UINT32 -> whole(value, BigDecimal.ZERO, BigDecimal.TWO.pow(32));
      case UINT64 -> whole(value, BigDecimal.ZERO, BigDecimal.TWO.pow(64));
      case NEVER -> false;
    };
  }

  private static boolean whole(AttributeValue value, BigDecimal from, BigDecimal to) {
    if (value.n() == null) {
      return false;
    }
    BigDecimal written = new BigDecimal(Double.toString(Double.parseDouble(value.n())));
    return written.compareTo(from) >= 0
        && written.compareTo(to) < 0
        && written.stripTrailingZeros().scale() <= 0;
  }

  private static boolean isTime(@Nullable String text) {
    if (text == null || !TIME.matcher(text).matches()) {
      return false;
    }
    int year = OffsetDateTime.parse(text).toInstant().atOffset(java.time.ZoneOffset.UTC).getYear();
    return year >= 1 && year <= 9999;
  }

  private static boolean isBase64(String text) {
    return new String(Base64.getEncoder().encode(Base64.getDecoder().decode(text)), UTF_8)
        .equals(text);
  }
}
