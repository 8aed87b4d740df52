package io.tapevault.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.event.Refused.Reason;
import io.tapevault.samples.RandomJson;
import java.io.IOException;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalJsonTest {

  private static final JsonFactory JSON = new JsonFactory();

  @Test
  void the_example_of_rfc_8785_3_2_2_is_spelled_as_there() throws Exception {
    // Its first number is 333333333.33333329 there, which no double holds: see below.
    String example =
        """
        {
          "numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }\
        """;
    assertEquals(
        """
        {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
        "string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}\
        """,
        canonical(example));
  }

  @Test
  void the_members_of_rfc_8785_3_2_3_are_ordered_as_there() throws Exception {
    String example =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }\
        """;
    assertEquals(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        canonical(example));
  }

  @Test
  void any_document_in_any_spelling_is_written_as_another_implementation_does_seed_1()
      throws Exception {
    RandomJson random = new RandomJson(1);
    for (int i = 0; i < 5_000; i++) {
      Map<String, Object> document = random.object(4);
      String spelling = random.spell(document);
      String canonical = canonical(spelling);
      assertEquals(new JsonCanonicalizer(spelling).getEncodedString(), canonical, spelling);
      assertEquals(canonical, canonical(random.spell(document)), "in another spelling");
      assertEquals(canonical, canonical(canonical), "canonical again");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "333333333.33333329, 333333333.33333329",
    "18446744073709551615, 18446744073709551615",
    "9007199254740993, 9007199254740993",
    "9007199254740992, 9007199254740992",
    "123456789012345678901234567890, 1.2345678901234567890123456789E+29",
    "12345678901234567890123456789e1, 1.2345678901234567890123456789E+29",
    "1e400, 1E+400",
    "10e399, 1E+400",
    "-1e400, -1E+400",
    "1e-400, 1E-400",
    "1e999999999, 1E+999999999",
    "0.1000000000000000055511151231257827, 0.1000000000000000055511151231257827"
  })
  void a_number_that_no_double_holds_keeps_its_value(String number, String spelling)
      throws Exception {
    assertEquals("[" + spelling + "]", canonical("[" + number + "]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5e-324", "5E-324", "0.50e-323", "50e-325"})
  void the_smallest_number_has_one_spelling(String number) throws Exception {
    assertEquals("[5e-324]", canonical("[" + number + "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "0.0", "-0.0", "0e5", "0E-999999", "-0.000000000000000000000000000"})
  void nought_is_nought_however_it_is_spelled(String number) throws Exception {
    assertEquals("[0]", canonical("[" + number + "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"a":1}                | DUPLICATE_MEMBER
          {"a":{"b":[{"c":1,"c":2}]}}  | DUPLICATE_MEMBER
          {"a":1,"\\u0061":1}          | DUPLICATE_MEMBER
          ["\\ud800"]                  | NOT_UNICODE
          ["\\udc00\\ud800"]           | NOT_UNICODE
          [1e99999999999]              | NOT_JSON
          """)
  void what_has_no_one_spelling_is_refused(String json, Reason reason) {
    assertEquals(reason, assertThrows(NotAnEvent.class, () -> canonical(json)).reason());
  }

  private static String canonical(String json) throws IOException {
    StringBuilder out = new StringBuilder();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      CanonicalJson.write(parser, out);
    }
    return out.toString();
  }
}
