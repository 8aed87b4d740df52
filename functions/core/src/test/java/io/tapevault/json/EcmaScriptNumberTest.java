package io.tapevault.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HexFormat;
import java.util.Random;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EcmaScriptNumberTest {

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void a_number_of_rfc_8785_appendix_b_is_spelled_as_there(String bits, String spelling) {
    assertEquals(
        spelling,
        EcmaScriptNumber.format(Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits))));
  }

  @Test
  void the_smallest_numbers_are_spelled_with_the_fewest_digits_that_read_back() {
    for (long bits = 1; bits < 20_000; bits++) {
      double value = Double.longBitsToDouble(bits);
      BigDecimal exact = new BigDecimal(value);
      int digits = 1;
      while (exact.round(new MathContext(digits)).doubleValue() != value) {
        digits++;
      }
      String fewest =
          exact.round(new MathContext(digits)).stripTrailingZeros().toString().replace('E', 'e');
      assertEquals(fewest, EcmaScriptNumber.format(value), () -> Double.toHexString(value));
    }
  }

  @Test
  void every_power_of_ten_and_two_and_its_neighbours_are_spelled_as_another_implementation_does()
      throws Exception {
    for (int exponent = Double.MIN_EXPONENT + 1; exponent < 1024; exponent++) {
      assertAndNeighboursSpelledAlike(Math.scalb(1.0, exponent));
    }
    for (int exponent = -307; exponent <= 308; exponent++) {
      assertAndNeighboursSpelledAlike(Double.parseDouble("1e" + exponent));
    }
  }

  @Test
  void any_number_is_spelled_as_another_implementation_does_seed_8785() throws Exception {
    Random random = new Random(8785);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL) {
        assertSpelledAlike(value);
      }
    }
  }

  private static void assertAndNeighboursSpelledAlike(double value) throws Exception {
    assertSpelledAlike(Math.nextDown(value));
    assertSpelledAlike(value);
    assertSpelledAlike(Math.nextUp(value));
  }

  /// The other implementation is wrong about subnormal numbers.
  private static void assertSpelledAlike(double value) throws Exception {
    assertEquals(
        NumberToJSON.serializeNumber(value),
        EcmaScriptNumber.format(value),
        () -> Double.toHexString(value));
  }
}
