package io.tapevault.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.Yaml.Member;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads one YAML document. Anchors, aliases and tags are faults, for nobody needs them in settings
/// and much can be hidden behind them; so is a name that stands twice.
public final class YamlReader {

  private static final int MOST_LEVELS = 20;
  private static final LoadSettings SETTINGS = LoadSettings.builder().setUseMarks(true).build();

  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private final Iterator<Event> events;
  private final Faults faults;
  private int levels;

  private YamlReader(Iterator<Event> events, Faults faults) {
    this.events = events;
    this.faults = faults;
  }

  /// The document; an empty one is a mapping without members. Empty where it is no YAML at all,
  /// which is among the faults then.
  public static Optional<Yaml> read(byte[] bytes, Faults faults) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(
          new YamlReader(new Parse(SETTINGS).parseString(text).iterator(), faults).document());
    } catch (CharacterCodingException e) {
      faults.add(1, "the document is not UTF-8");
    } catch (MarkedYamlEngineException e) {
      // Its message quotes what stands there.
      Optional<Mark> mark = e.getProblemMark();
      boolean tab = String.valueOf(e.getProblem()).contains("(TAB)");
      faults.add(
          mark.map(YamlReader::line).orElse(1),
          (tab ? "a tab stands where only spaces may" : "this is not YAML")
              + mark.map(at -> ", column " + (at.getColumn() + 1)).orElse(""));
    } catch (TooDeep e) {
      faults.add(e.line, "there are more than " + MOST_LEVELS + " levels");
    } catch (YamlEngineException e) {
      faults.add(1, "this is not YAML, or has characters that no text has");
    }
    return Optional.empty();
  }

  private Yaml document() {
    Yaml root = new Yaml.Mapping(1, Map.of());
    boolean found = false;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (found) {
            faults.add(line(event), "a second document begins");
          }
        }
        case Scalar, SequenceStart, MappingStart, Alias -> {
          Yaml value = value(event);
          if (!found) {
            root = isNothing(value) ? root : value;
            found = true;
          }
        }
        case StreamStart, StreamEnd, DocumentEnd, Comment, SequenceEnd, MappingEnd -> {}
      }
    }
    return root;
  }

  private static boolean isNothing(Yaml value) {
    return value instanceof Yaml.Scalar scalar && scalar.kind() == Kind.NULL;
  }

  private Yaml value(Event event) {
    if (event instanceof NodeEvent node) {
      plainOnly(node);
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> sequence(start);
      case MappingStartEvent start -> mapping(start);
      default -> new Yaml.Scalar(line(event), "", Kind.NULL);
    };
  }

  private void plainOnly(NodeEvent node) {
    if (node instanceof AliasEvent || node.getAnchor().isPresent()) {
      faults.add(line(node), "anchors and aliases (& and *) are not taken");
    }
    boolean tagged =
        switch (node) {
          case ScalarEvent scalar -> scalar.getTag().isPresent();
          case SequenceStartEvent start -> start.getTag().isPresent();
          case MappingStartEvent start -> start.getTag().isPresent();
          default -> false;
        };
    if (tagged) {
      faults.add(line(node), "tags (!) are not taken");
    }
  }

  private static Yaml scalar(ScalarEvent scalar) {
    String text = scalar.getValue();
    return new Yaml.Scalar(line(scalar), text, scalar.isPlain() ? kind(text) : Kind.TEXT);
  }

  static Kind kind(String word) {
    if (NULL.matcher(word).matches()) {
      return Kind.NULL;
    }
    if (BOOLEAN.matcher(word).matches()) {
      return Kind.BOOLEAN;
    }
    if (INTEGER.matcher(word).matches()) {
      return Kind.INTEGER;
    }
    return FLOAT.matcher(word).matches() ? Kind.FLOAT : Kind.TEXT;
  }

  private Yaml sequence(Event start) {
    down(start);
    List<Yaml> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(value(next));
    }
    levels--;
    return new Yaml.Sequence(line(start), List.copyOf(items));
  }

  private Yaml mapping(Event start) {
    down(start);
    Map<String, Member> members = new LinkedHashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Yaml name = value(next);
      Member member = new Member(name.line(), value(events.next()));
      if (!(name instanceof Yaml.Scalar scalar)) {
        faults.add(name.line(), "the name of a member is no text");
      } else {
        Member first = members.putIfAbsent(scalar.text(), member);
        if (first != null) {
          faults.add(
              member.line(),
              Faults.shown(scalar.text())
                  + " stands here a second time; the first is in line "
                  + first.line());
        }
      }
    }
    levels--;
    return new Yaml.Mapping(line(start), members);
  }

  private void down(Event start) {
    if (++levels > MOST_LEVELS) {
      throw new TooDeep(line(start));
    }
  }

  private static int line(Event event) {
    return event.getStartMark().map(YamlReader::line).orElse(1);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int line;

    TooDeep(int line) {
      this.line = line;
    }
  }
}
