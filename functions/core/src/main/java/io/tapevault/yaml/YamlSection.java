package io.tapevault.yaml;

import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.Yaml.Member;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the members of one mapping. What is of another kind, cannot be, or was not asked for by
/// the `end`, is a fault with its line. A member without a value is as good as none.
public final class YamlSection {

  private final String name;
  private final int line;
  private final Map<String, Member> members;
  private final Faults faults;
  private final TreeSet<String> asked = new TreeSet<>();

  private YamlSection(String name, Yaml yaml, Faults faults) {
    this.name = name;
    this.line = yaml.line();
    this.faults = faults;
    if (yaml instanceof Yaml.Mapping mapping) {
      this.members = mapping.members();
    } else {
      this.members = Map.of();
      if (!isNull(yaml)) {
        faults.add(line, shown() + " is not a mapping");
      }
    }
  }

  /// Of the whole document.
  public static YamlSection root(Yaml yaml, Faults faults) {
    return new YamlSection("", yaml, faults);
  }

  /// Of something in it; `name` is what messages call it.
  public static YamlSection of(String name, Yaml yaml, Faults faults) {
    return new YamlSection(name, yaml, faults);
  }

  public YamlSection section(String member) {
    Yaml value = value(member);
    return new YamlSection(
        path(member), value == null ? new Yaml.Mapping(line, Map.of()) : value, faults);
  }

  public List<Yaml> list(String member) {
    Yaml value = value(member);
    if (value instanceof Yaml.Sequence sequence) {
      return sequence.items();
    }
    if (value != null) {
      fault(member, "is not a list");
    }
    return List.of();
  }

  /// A list, or a text alone, which is as good as a list of it.
  public List<Yaml> textOrList(String member) {
    if (value(member) instanceof Yaml.Scalar scalar) {
      if (scalar.kind() == Kind.TEXT) {
        return List.of(scalar);
      }
      fault(member, "is not a list, nor a text");
      return List.of();
    }
    return list(member);
  }

  /// A word or a quoted text.
  public Optional<String> text(String member) {
    return scalar(member, "a text", Kind.TEXT);
  }

  /// A text, a number, or `true` or `false`.
  public Optional<Yaml.Scalar> scalar(String member) {
    return one(
        member,
        "a text, a number, or true or false",
        Kind.TEXT,
        Kind.INTEGER,
        Kind.FLOAT,
        Kind.BOOLEAN);
  }

  /// As `text`, made into something else; what `parse` throws an [IllegalArgumentException] for is
  /// the fault `instead`, which repeats no value.
  public <T> Optional<T> text(String member, String instead, Function<String, T> parse) {
    return parsed(member, text(member), instead, parse);
  }

  /// A duration or the like: a text, but `0` is a number in YAML.
  public <T> Optional<T> textOrZero(String member, String instead, Function<String, T> parse) {
    return parsed(member, scalar(member, "a text", Kind.TEXT, Kind.INTEGER), instead, parse);
  }

  public Optional<Boolean> flag(String member) {
    return scalar(member, "true or false", Kind.BOOLEAN)
        .map(word -> word.toLowerCase(Locale.ROOT).equals("true"));
  }

  public Optional<Long> number(String member, long least, long most) {
    return parsed(
        member,
        scalar(member, "a whole number", Kind.INTEGER),
        "is no whole number from " + least + " to " + most,
        text -> {
          long number = Long.parseLong(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  private <T> Optional<T> parsed(
      String member, Optional<String> text, String instead, Function<String, T> parse) {
    try {
      return text.map(parse);
    } catch (IllegalArgumentException e) {
      fault(member, instead);
      return Optional.empty();
    }
  }

  private Optional<String> scalar(String member, String wanted, Kind... kinds) {
    return one(member, wanted, kinds).map(Yaml.Scalar::text);
  }

  private Optional<Yaml.Scalar> one(String member, String wanted, Kind... kinds) {
    Yaml value = value(member);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Yaml.Scalar scalar && List.of(kinds).contains(scalar.kind())) {
      return Optional.of(scalar);
    }
    fault(member, "is " + kind(value) + ", and has to be " + wanted);
    return Optional.empty();
  }

  private static String kind(Yaml value) {
    return switch (value) {
      case Yaml.Mapping mapping -> "a mapping";
      case Yaml.Sequence sequence -> "a list";
      case Yaml.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> "a text";
            case NULL -> "nothing";
            case BOOLEAN -> "true or false";
            case INTEGER -> "a number (in quotes it is a text)";
            case FLOAT -> "a number with a point or an exponent (in quotes it is a text)";
          };
    };
  }

  private @Nullable Yaml value(String member) {
    asked.add(member);
    Member there = members.get(member);
    return there == null || isNull(there.value()) ? null : there.value();
  }

  private static boolean isNull(Yaml value) {
    return value instanceof Yaml.Scalar scalar && scalar.kind() == Kind.NULL;
  }

  /// A fault of a member that is there, or of the section where it is not.
  public void fault(String member, String what) {
    Member there = members.get(member);
    faults.add(there == null ? line : there.line(), path(member) + " " + what);
  }

  /// Names what nobody has asked for.
  public void end() {
    members.forEach((member, value) -> {
      if (!asked.contains(member)) {
        faults.add(
            value.line(), shown() + " has " + Faults.shown(member) + ", which is none of " + asked);
      }
    });
  }

  private String path(String member) {
    return name.isEmpty() ? member : name + "." + member;
  }

  private String shown() {
    return name.isEmpty() ? "the document" : name;
  }
}
