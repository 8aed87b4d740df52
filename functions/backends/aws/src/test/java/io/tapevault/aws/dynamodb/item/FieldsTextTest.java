package io.tapevault.aws.dynamodb.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class FieldsTextTest {

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "größe",
          "\u0000\u0007\u001f",
          "\"q\\\n\r\t\b\f",
          "𝕏",
          "\u007f\u2028",
          "/",
          "1E+1");
  private static final List<String> NUMBERS =
      List.of(
          "0", "7", "-1", "1.50", "1E+1", "1E-130", "123456789012345678", "99999999999999999999");

  private final Random random = new Random(20261127);

  private static StoredItem item(Map<String, AttributeValue> fields) {
    return StoredItem.of(Map.of("FieldsMap", AttributeValue.fromM(fields)));
  }

  private static String text(StoredItem item) {
    FieldsText fields = item.fields();
    return fields == null ? "none" : fields.json();
  }

  @Test
  void the_text_is_that_of_the_map_whatever_it_holds_and_in_any_order() {
    int sorted = 0;
    for (int i = 0; i < 5_000; i++) {
      Map<String, AttributeValue> map = map(4);
      String expected = JsonMap.json(map);
      assertEquals(expected, text(item(map)));
      sorted += map.size() > 1 ? 1 : 0;
    }
    assertTrue(sorted > 1_000);
  }

  @Test
  void what_is_lost_says_so_in_its_place() {
    for (int i = 0; i < 1_000; i++) {
      Map<String, AttributeValue> map = map(3);
      FieldsText fields = item(map).fields();
      Map<String, AttributeValue> more = new HashMap<>(map);
      more.put("m", AttributeValue.fromS("why \"it\" is"));
      assertEquals(JsonMap.json(more), fields == null ? "" : fields.with("m", "why \"it\" is"));
      assertEquals(JsonMap.json(map), text(item(map)));
    }
  }

  private Map<String, AttributeValue> map(int depth) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = random.nextInt(3) == 0 ? one(TEXTS) : "n" + random.nextInt(40);
      map.put(random.nextInt(8) == 0 ? one(List.copyOf(FieldsText.KEPT)) : name, value(depth));
    }
    return map;
  }

  private AttributeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0, 1, 2 -> AttributeValue.fromS(one(TEXTS));
      case 3 -> AttributeValue.fromN(one(NUMBERS));
      case 4 -> AttributeValue.fromBool(random.nextBoolean());
      case 5 -> AttributeValue.fromNul(true);
      case 6 -> AttributeValue.fromB(SdkBytes.fromUtf8String(one(TEXTS)));
      case 7 -> AttributeValue.fromNs(List.of(one(NUMBERS)));
      case 8 -> AttributeValue.fromM(map(depth - 1));
      default -> {
        List<AttributeValue> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth - 1));
        }
        yield AttributeValue.fromL(list);
      }
    };
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "10", "123456789012345678"})
  void whole_numbers_are_as_they_are(String number) {
    assertTrue(StoredItem.isWhole(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "1.0", "1E+1", "1234567890123456789"})
  void others_are_looked_at(String number) {
    assertTrue(!StoredItem.isWhole(number));
  }
}
