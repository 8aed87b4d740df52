package io.tapevault.aws.dynamodb.item;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What Go makes of names, times, numbers and texts.
final class Go {

  /// The greatest index that is one still when it was a float64.
  static final long MOST_INT64 = Long.MAX_VALUE - 1023;

  // gRPC takes times of the years 1 to 9999, in UTC.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  // Digits of a decimal that a float64 keeps.
  private static final int EXACT_DIGITS = 15;
  private static final BigInteger MOST_UINT32 = BigInteger.TWO.pow(32).subtract(BigInteger.ONE);
  private static final BigInteger MOST_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private static final int ESCAPE = 6;
  private static final int LONGEST_NUMBER = 25;

  private Go() {}

  /// The name in lower case, as far as it is ASCII then: U+0130 is an i to Go, U+212A a k, U+017F
  /// an s.
  static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(
          switch (c) {
            case '\u0130' -> 'i';
            case '\u212A' -> 'k';
            case '\u017F' -> 's';
            default -> c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
          });
    }
    return folded.toString();
  }

  /// Whether Go's RFC 3339 reads the time, and gRPC takes it.
  static boolean takesTime(String text) {
    int length = text.length();
    boolean shaped =
        length >= 20
            && text.charAt(10) == 'T'
            && text.charAt(16) == ':'
            && (text.charAt(19) != '.' || Character.isDigit(text.charAt(20)))
            && (text.charAt(length - 1) == 'Z'
                || (text.charAt(length - 3) == ':' && "+-".indexOf(text.charAt(length - 6)) >= 0));
    try {
      return shaped && inRange(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean inRange(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }

  /// A time that Go and gRPC take: this one, or the nearest.
  static String time(Instant time) {
    return (time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time).toString();
  }

  static boolean takesBytes(String text) {
    try {
      return text.isEmpty()
          || (text.length() % 4 == 0 && Base64.getDecoder().decode(text).length > 0);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isInt32(String number) {
    return isWhole(
        number, BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE));
  }

  static boolean isInt64(String number) {
    return isWhole(number, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));
  }

  static boolean isUint32(String number) {
    return isWhole(number, BigInteger.ZERO, MOST_UINT32);
  }

  static boolean isUint64(String number) {
    return isWhole(number, BigInteger.ZERO, MOST_UINT64);
  }

  /// Whether the number is a whole one of the range when it was a float64, and was then written
  /// down with as few digits as that needs.
  private static boolean isWhole(String text, BigInteger least, BigInteger most) {
    BigDecimal number = new BigDecimal(text);
    BigDecimal read =
        number.precision() <= EXACT_DIGITS
            ? number
            : new BigDecimal(Double.toString(number.doubleValue()));
    BigDecimal stripped = read.stripTrailingZeros();
    // Go writes an exponent from 1e21 on, which is above all ranges.
    if (stripped.scale() > 0 || stripped.precision() - stripped.scale() > 21) {
      return false;
    }
    BigInteger whole = stripped.toBigIntegerExact();
    return whole.compareTo(least) >= 0 && whole.compareTo(most) <= 0;
  }

  /// How many bytes of JSON Go makes of a map, at most.
  static long jsonBytes(Map<String, AttributeValue> map) {
    long bytes = 2;
    for (Map.Entry<String, AttributeValue> member : map.entrySet()) {
      bytes += jsonBytes(member.getKey()) + 2 + jsonBytes(member.getValue());
    }
    return bytes;
  }

  private static long jsonBytes(AttributeValue value) {
    return switch (value.type()) {
      case S -> jsonBytes(value.s());
      case N -> Math.min(value.n().length(), LONGEST_NUMBER);
      case M -> jsonBytes(value.m());
      case L -> jsonBytes(value.l());
      case BOOL, NUL -> 5;
      case B, SS, NS, BS, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("JSON has no " + value.type());
    };
  }

  private static long jsonBytes(List<AttributeValue> values) {
    long bytes = 2;
    for (AttributeValue value : values) {
      bytes += 1 + jsonBytes(value);
    }
    return bytes;
  }

  private static long jsonBytes(String text) {
    long bytes = 2 + ItemSize.utf8(text);
    for (int i = 0; i < text.length(); i++) {
      bytes +=
          switch (text.charAt(i)) {
            case '"', '\\', '\n', '\r', '\t' -> 1;
            case '<', '>', '&' -> ESCAPE - 1;
            case '\u2028', '\u2029' -> ESCAPE - 3;
            default -> text.charAt(i) < ' ' ? ESCAPE - 1 : 0;
          };
    }
    return bytes;
  }
}
