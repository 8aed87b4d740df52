package io.tapevault.forwarding.format;

import java.util.Map;

/// When a row of a table holds: always (`-`), where something is in the document already (`+path`)
/// or not yet (`!path`), or where a member of the event says this (`member=text`).
public sealed interface When {

  boolean holds(Map<String, Member> members, Document document);

  static When of(String word) {
    int equals = word.indexOf('=');
    if (equals > 0) {
      return new Says(word.substring(0, equals), word.substring(equals + 1));
    }
    return switch (word.charAt(0)) {
      case '+' -> new Has(word.substring(1), true);
      case '!' -> new Has(word.substring(1), false);
      default -> new Always();
    };
  }

  record Always() implements When {
    @Override
    public boolean holds(Map<String, Member> members, Document document) {
      return true;
    }
  }

  record Has(String path, boolean wanted) implements When {
    @Override
    public boolean holds(Map<String, Member> members, Document document) {
      return document.has(path) == wanted;
    }
  }

  record Says(String member, String text) implements When {
    @Override
    public boolean holds(Map<String, Member> members, Document document) {
      Member there = members.get(member);
      return there != null && there.text().equals(text);
    }
  }
}
