package io.tapevault.aws.dynamodb.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the JSON of a map of DynamoDB while it arrives, its members by name, and keeps those of
/// the map itself that say where an event belongs. So an event is read once, and no tree of it is
/// made. It is the text that [JsonMap] makes of the same map.
final class FieldsText {

  static final Set<String> KEPT = Set.of("event", "uid", "sid", "time", "ei");
  private static final JsonStringEncoder QUOTE = JsonStringEncoder.getInstance();

  private final StringBuilder out = new StringBuilder(512);
  private final Map<String, Kept> kept = new HashMap<>();
  private List<Member> members = List.of();

  /// A member with its type in DynamoDB, such as `S`; its text is empty where it is no text and no
  /// number.
  record Kept(String type, String text) {}

  /// Where a member stands.
  private record Member(String name, int from, int to) {}

  /// Reads the map whose `{` is the current token.
  static FieldsText read(JsonParser in) throws IOException {
    FieldsText text = new FieldsText();
    text.members = text.map(in, true);
    return text;
  }

  String json() {
    return out.toString();
  }

  Map<String, Kept> kept() {
    return kept;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /// The same with one text more.
  String with(String name, String text) {
    int from = out.length();
    quote(name);
    out.append(':');
    quote(text);
    List<Member> more = new ArrayList<>(members);
    more.removeIf(member -> member.name().equals(name));
    more.add(new Member(name, from, out.length()));
    String whole = sorted(more);
    out.setLength(from);
    return whole;
  }

  private List<Member> map(JsonParser in, boolean whole) throws IOException {
    expect(in.currentToken(), JsonToken.START_OBJECT);
    int begin = out.length();
    List<Member> members = new ArrayList<>();
    boolean inOrder = true;
    out.append('{');
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      inOrder &= members.isEmpty() || members.getLast().name().compareTo(name) < 0;
      if (!members.isEmpty()) {
        out.append(',');
      }
      int from = out.length();
      quote(name);
      out.append(':');
      in.nextToken();
      value(in, whole && KEPT.contains(name) ? name : "");
      members.add(new Member(name, from, out.length()));
    }
    out.append('}');
    if (!inOrder) {
      String sorted = sorted(members);
      out.setLength(begin);
      out.append(sorted);
    }
    // Those of the whole are asked for again; where they stood they may stand no more.
    return !whole || inOrder ? members : List.copyOf(placed(members));
  }

  private String sorted(List<Member> members) {
    StringBuilder sorted = new StringBuilder().append('{');
    for (Member member : members.stream().sorted(Comparator.comparing(Member::name)).toList()) {
      sorted.append(sorted.length() > 1 ? "," : "").append(out, member.from(), member.to());
    }
    return sorted.append('}').toString();
  }

  private static List<Member> placed(List<Member> members) {
    List<Member> placed = new ArrayList<>();
    int from = 1;
    for (Member member : members.stream().sorted(Comparator.comparing(Member::name)).toList()) {
      int to = from + member.to() - member.from();
      placed.add(new Member(member.name(), from, to));
      from = to + 1;
    }
    return placed;
  }

  private void value(JsonParser in, String keep) throws IOException {
    expect(in.currentToken(), JsonToken.START_OBJECT);
    expect(in.nextToken(), JsonToken.FIELD_NAME);
    String type = in.currentName();
    in.nextToken();
    if (!keep.isEmpty()) {
      boolean simple = type.equals("S") || type.equals("N");
      kept.put(keep, new Kept(type, simple ? in.getText() : ""));
    }
    switch (type) {
      case "S" -> quote(in);
      case "N" -> number(in.getText());
      case "BOOL" -> out.append(in.getBooleanValue());
      case "B" -> quote(in);
      case "M" -> map(in, false);
      case "L" -> list(in, () -> value(in, ""));
      case "SS", "BS" -> list(in, () -> quote(in));
      case "NS" -> list(in, () -> number(in.getText()));
      default -> {
        in.skipChildren();
        out.append("null");
      }
    }
    expect(in.nextToken(), JsonToken.END_OBJECT);
  }

  private interface Element {
    void read() throws IOException;
  }

  private void list(JsonParser in, Element element) throws IOException {
    expect(in.currentToken(), JsonToken.START_ARRAY);
    String comma = "[";
    while (in.nextToken() != JsonToken.END_ARRAY) {
      out.append(comma);
      element.read();
      comma = ",";
    }
    out.append(comma.equals("[") ? "[]" : "]");
  }

  // Some emulators answer 1E+1 for 10, which is no index any more.
  private void number(String text) {
    out.append(StoredItem.isWhole(text) ? text : new BigDecimal(text).toPlainString());
  }

  private void quote(JsonParser in) throws IOException {
    expect(in.currentToken(), JsonToken.VALUE_STRING);
    char[] text = in.getTextCharacters();
    int from = in.getTextOffset();
    int to = from + in.getTextLength();
    for (int i = from; i < to; i++) {
      if (text[i] < ' ' || text[i] == '"' || text[i] == '\\') {
        quote(in.getText());
        return;
      }
    }
    out.append('"').append(text, from, to - from).append('"');
  }

  private void quote(String text) {
    out.append('"');
    QUOTE.quoteAsString(text, out);
    out.append('"');
  }

  private static void expect(JsonToken found, JsonToken token) throws IOException {
    if (found != token) {
      throw new IOException("an item has " + found + " where " + token + " should be");
    }
  }
}
