package io.tapevault.forwarding.format;

import io.tapevault.forwarding.format.Member.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How a member is taken into a document, by the word that stands for it in a table. What is not of
/// that kind is not taken.
sealed interface Taking {

  Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  // `10.0.0.1:22`, `[::1]:22`, `db.example.org:5432`, or without a port.
  Pattern ADDRESS =
      Pattern.compile(
          "(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)|([0-9A-Fa-f:.]+::?[0-9A-Fa-f:.]*))(?::([0-9]{1,5}))?");

  // A name has 253 characters at most.
  int MOST_ADDRESS = 300;

  /// Whether the member was taken.
  boolean put(Document document, String path, Member member);

  /// `text`, `number`, `port`, `flag`, `texts`; `names:x`, objects with a member `x` for each text;
  /// `address:x`, which puts `ip` or `x`, and `port`; `ip`; `file`, the last part of a path;
  /// `=constant`, `=[a,b]`.
  static Taking of(String word) {
    String before = word.replaceFirst(":.*", "");
    String behind = word.substring(Math.min(word.length(), before.length() + 1));
    return switch (before) {
      case "text" -> new Text();
      case "number" -> new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
      case "port" -> new Whole(0, 65_535);
      case "flag" -> new Flag();
      case "texts" -> new Texts();
      case "names" -> new Names(behind);
      case "address" -> new Address(behind);
      case "ip" -> new Ip();
      case "file" -> new FileName();
      default -> Constant.of(word);
    };
  }

  record Text() implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      return !member.text().isEmpty() && document.put(path, member.text());
    }
  }

  record Whole(long least, long most) implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      if (!WHOLE.matcher(member.text()).matches()) {
        return false;
      }
      long number = Long.parseLong(member.text());
      return number >= least && number <= most && document.put(path, number);
    }
  }

  record Flag() implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      return member.kind() == Kind.BOOLEAN && document.putRaw(path, member.json());
    }
  }

  record Texts() implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      List<String> texts = textsOf(member);
      return !texts.isEmpty() && document.put(path, texts);
    }
  }

  record Names(String name) implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      List<String> texts = textsOf(member);
      return !texts.isEmpty() && document.putObjects(path, name, texts);
    }
  }

  private static List<String> textsOf(Member member) {
    return member.kind() == Kind.TEXT && !member.text().isEmpty()
        ? List.of(member.text())
        : member.texts();
  }

  record Ip() implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      return IpText.isAddress(member.text()) && document.put(path, member.text());
    }
  }

  record Address(String otherwise) implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      Matcher parts = ADDRESS.matcher(member.text());
      if (document.has(path) || member.text().length() > MOST_ADDRESS || !parts.matches()) {
        return false;
      }
      String host =
          Stream.of(1, 2, 3)
              .flatMap(i -> Stream.ofNullable(parts.group(i)))
              .findFirst()
              .orElseThrow();
      int port = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
      if (port > 65_535) {
        return false;
      }
      document.put(path + (IpText.isAddress(host) ? ".ip" : "." + otherwise), host);
      if (parts.group(4) != null) {
        document.put(path + ".port", port);
      }
      return true;
    }
  }

  record FileName() implements Taking {
    @Override
    public boolean put(Document document, String path, Member member) {
      String text = member.text();
      String name = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
      return !name.isEmpty() && document.put(path, name);
    }
  }

  /// What is always so; the member says nothing.
  record Constant(List<String> texts, boolean several) implements Taking {

    static Constant of(String word) {
      if (!word.startsWith("=")) {
        throw new IllegalStateException(word);
      }
      String text = word.substring(1);
      return text.startsWith("[")
          ? new Constant(List.of(text.substring(1, text.length() - 1).split(",", -1)), true)
          : new Constant(List.of(text), false);
    }

    @Override
    public boolean put(Document document, String path, Member member) {
      String text = texts.getFirst();
      return several
          ? document.put(path, texts)
          : WHOLE.matcher(text).matches()
              ? document.put(path, Long.parseLong(text))
              : document.put(path, text);
    }
  }
}
