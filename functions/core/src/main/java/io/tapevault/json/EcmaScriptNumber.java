package io.tapevault.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Spells a double as ECMAScript does, which is how RFC 8785 wants it.
final class EcmaScriptNumber {

  // ECMA-262, Number::toString: plain digits from 1e-6 to below 1e21, an exponent elsewhere.
  private static final int MOST_INTEGER_DIGITS = 21;
  private static final int MOST_LEADING_ZEROS = 6;

  private EcmaScriptNumber() {}

  static String format(double value) {
    BigDecimal decimal = shortest(value).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int point = digits.length() - decimal.scale();
    String sign = decimal.signum() < 0 ? "-" : "";
    return sign
        + (point > MOST_INTEGER_DIGITS || point <= -MOST_LEADING_ZEROS
            ? scientific(digits, point)
            : plain(digits, point));
  }

  /// The shortest decimal that reads back as the value. Double.toString gives that, but two digits
  /// where one would do.
  static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    BigDecimal one = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return one.doubleValue() == value ? one : decimal;
  }

  private static String plain(String digits, int point) {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length());
    }
    return digits.substring(0, point) + '.' + digits.substring(point);
  }

  private static String scientific(String digits, int point) {
    int exponent = point - 1;
    String fraction = digits.length() > 1 ? '.' + digits.substring(1) : "";
    return digits.charAt(0) + fraction + 'e' + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
