package io.tapevault.aws.dynamodb.item;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How large DynamoDB takes an item to be, or a little more: its rule for numbers is only
/// approximate.
public final class ItemSize {

  /// DynamoDB refuses items over 400 KB.
  public static final int LIMIT = 400 * 1024;

  private static final int CONTAINER = 3;
  private static final int ELEMENT = 1;

  private ItemSize() {}

  public static long of(Map<String, AttributeValue> item) {
    long size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += utf8(attribute.getKey()) + of(attribute.getValue());
    }
    return size;
  }

  public static long of(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> value.n().length() / 2 + 3;
      case B -> value.b().asByteArrayUnsafe().length;
      case M -> CONTAINER + value.m().size() * (long) ELEMENT + of(value.m());
      case L -> CONTAINER + ofAll(value.l());
      case BOOL, NUL -> 1;
      case SS, NS, BS, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("no attribute of ours is a set");
    };
  }

  private static long ofAll(List<AttributeValue> values) {
    long size = 0;
    for (AttributeValue value : values) {
      size += ELEMENT + of(value);
    }
    return size;
  }

  static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair counts 2 of its 4 bytes.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
