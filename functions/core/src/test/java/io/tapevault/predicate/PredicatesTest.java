package io.tapevault.predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PredicatesTest {

  private static final String EVENT =
      """
      {"event":"user.login","user":"alice","success":true,"n":1.10,"addr.remote":"10.0.0.1:22",
       "participants":["alice","bob"],"a":{"b":[{"c":"x"},{"c":"y\\"z"}]},"gone":null}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "equals(user, \"alice\") → true",
        "user == 'alice' → true",
        "user != \"alice\" → false",
        "in(user, \"bob\", \"alice\") → true",
        "equals(success, true) → true",
        "equals(success, \"true\") → true",
        "n == 1.10 → true",
        "n == 1.1 → true",
        "n == 1.2 → false",
        "equals(participants, \"bob\") → true",
        "contains(participants, \"bo\") → true",
        "hasPrefix(addr.remote, \"10.\") → true",
        "contains(addr.remote, \":22\") && !equals(user, \"bob\") → true",
        "equals(a.b.c, \"y\\\"z\") → true",
        "exists(a.b) → true",
        "exists(gone) → false",
        "exists(never) || equals(user,\"alice\") → true",
        "!(equals(user,\"alice\") || exists(never)) → false",
        "equals(user,\"x\") || equals(user,\"alice\") && equals(n, 2) → false",
        "user.name == \"alice\" → false"
      })
  void what_is_said_holds_or_not(String text, boolean expected) throws Exception {
    assertEquals(expected, Predicates.parse(text).holds(EVENT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "`` → character 1: something is missing at the end; write as in equals(user, \"alice\") && ",
        "user → character 5: something is missing at the end; ",
        "equals(user) → character 1: equals takes a field and one value",
        "in(user) → character 1: in takes a field and some values",
        "like(user, \"a\") → character 1: there is no like; there are equals, in,",
        "equals(user, alice) → character 14: a text stands in quotes: \"alice\"",
        "equals(user, \"a\") && → character 21: something is missing at the end; ",
        "equals(user, \"a) → character 14: no name, number or text in quotes begins here, or a text has no end; ",
        "user == \"a\" user → character 13: 'user' does not belong here; ",
        "user == \"a\" and n == 1 → character 13: 'and' does not belong here; ",
        "x[1] == 2 → character 2: no name, ",
        "user == \"a\\nb\" → character 9: ",
        "user == \"\\u0022\" → character 9: "
      })
  void what_is_wrong_is_said_with_its_place(String text, String expected) {
    String said =
        String.valueOf(
            assertThrows(Predicates.NotValid.class, () -> Predicates.parse(text)).getMessage());
    assertTrue(said.startsWith(expected.strip()), said);
  }

  @Test
  void what_is_long_or_deep_is_refused() {
    for (String text : List.of("!".repeat(60) + "a==1", "(".repeat(60), "a==1||".repeat(400))) {
      assertThrows(Predicates.NotValid.class, () -> Predicates.parse(text));
    }
  }

  @Test
  void what_stands_side_by_side_or_in_quotes_is_not_deep() throws Predicates.NotValid {
    Condition many =
        Predicates.parse("!exists(a) && ".repeat(80) + "!(b != \"" + "(".repeat(60) + "\")");
    assertEquals(81, ((Condition.AllOf) many).conditions().size());
  }

  @Test
  void any_text_is_a_predicate_or_is_not_valid_seed_5() {
    Random random = new Random(5);
    List<String> bits =
        List.of(
            "equals", "(", ")", ",", "\"", "a", ".", "!", "&&", "||", "==", "1", " ", "\\", "\0",
            "ü", "\ud800", "'");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(bits.get(random.nextInt(bits.size())));
      }
      try {
        Predicates.parse(text.toString()).holds(EVENT);
      } catch (Predicates.NotValid e) {
        // As it should be.
      }
    }
  }
}
