package io.tapevault.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Mapping;
import io.tapevault.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Reads what was chosen in `tapevault.yaml`, and what the context of CDK says instead, and names
/// everything that is wrong with it at once.
public final class Choices {

  public static final String FILE = "tapevault.yaml";

  private static final List<Choice> DOMAIN =
      List.of(Choice.MTLS_DOMAIN, Choice.MTLS_CERTIFICATE, Choice.MTLS_TRUSTSTORE);

  private static final int MOST_SHOWN = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> faults = new ArrayList<>();
  private final Map<Choice, String> texts = new EnumMap<>(Choice.class);
  private final Map<Choice, List<String>> lists = new EnumMap<>(Choice.class);
  private List<SinkSpec> siems = List.of();

  private Choices() {}

  static Settings read(byte[] file, Map<?, ?> context) {
    Choices choices = new Choices();
    choices.file(file);
    choices.context(context);
    choices.together();
    if (!choices.faults.isEmpty()) {
      throw new IllegalArgumentException(
          "what was chosen cannot be used:\n  " + String.join("\n  ", choices.faults));
    }
    return new Settings(choices.texts, choices.lists, choices.siems);
  }

  /// What is adopted is never changed, so that there is nothing to choose about it.
  private void together() {
    exclude(Choice.ADOPT_TABLE, Choice.TABLE_NAME, "the table is there");
    exclude(Choice.ADOPT_BUCKET, Choice.BUCKET_NAME, "the bucket is there");
    exclude(Choice.ADOPT_BUCKET, Choice.OBJECT_LOCK, "its lock is its owner's to choose");
    exclude(Choice.ADOPT_BUCKET, Choice.TELEPORT_ROLE, "its policy is its owner's to write");
    exclude(Choice.ADOPT_BUCKET, Choice.REPLICATE_TO, "its copies are its owner's to make");
    if (texts.containsKey(Choice.REPLICATE_TO) != texts.containsKey(Choice.REPLICATE_KEY)) {
      faults.add(
          Choice.REPLICATE_TO.key()
              + ", "
              + Choice.REPLICATE_KEY.key()
              + ": a copy needs the bucket and the key of its account");
    }
    if (texts.containsKey(Choice.BUDGET) && !texts.containsKey(Choice.ALARM_TOPIC)) {
      faults.add(Choice.BUDGET.key() + ": nobody is told without " + Choice.ALARM_TOPIC.key());
    }
    lists.forEach(this::once);
    long ofDomain = DOMAIN.stream().filter(texts::containsKey).count();
    if (ofDomain != 0 && ofDomain != DOMAIN.size()) {
      faults.add(
          DOMAIN.stream().map(Choice::key).collect(Collectors.joining(", "))
              + ": a domain needs all three");
    }
    if (ofDomain != 0 && lists.containsKey(Choice.VPC_ENDPOINTS)) {
      faults.add(
          Choice.MTLS_DOMAIN.key()
              + " and "
              + Choice.VPC_ENDPOINTS.key()
              + " exclude each other: a private API has no domain that asks for certificates");
    }
    if (texts.containsKey(Choice.ADOPT_PATH) && !texts.containsKey(Choice.ADOPT_BUCKET)) {
      faults.add(Choice.ADOPT_PATH.key() + ": it is of a bucket that is adopted, and none is");
    }
    if (flag(Choice.EPHEMERAL) && texts.containsKey(Choice.OBJECT_LOCK)) {
      faults.add(
          Choice.EPHEMERAL.key()
              + " and "
              + Choice.OBJECT_LOCK.key()
              + " exclude each other: what is locked goes with no stack");
    }
  }

  /// A tag by its name.
  private void once(Choice choice, List<String> texts) {
    Set<String> seen = new TreeSet<>();
    for (String text : texts) {
      String name = choice == Choice.TAGS ? text.split("=", 2)[0] : text;
      if (!seen.add(name)) {
        faults.add(choice.key() + ": '" + shown(name) + "' is there twice");
      }
    }
  }

  /// What somebody gave may be long, and move a terminal.
  private static String shown(String text) {
    String start = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  private void exclude(Choice adopted, Choice other, String why) {
    if (texts.containsKey(adopted) && texts.containsKey(other)) {
      faults.add(other.key() + " and " + adopted.key() + " exclude each other: " + why);
    }
  }

  private boolean flag(Choice choice) {
    return "true".equals(texts.get(choice));
  }

  private void file(byte[] file) {
    Faults wrong = new Faults();
    YamlReader.read(file, wrong).ifPresent(document -> members("", document, wrong));
    wrong.inOrder().forEach(fault -> faults.add(FILE + ", " + fault));
  }

  /// Of the document, or of a section of it.
  private void members(String path, Yaml yaml, Faults wrong) {
    if (!(yaml instanceof Mapping mapping)) {
      wrong.add(yaml.line(), (path.isEmpty() ? "the document" : path) + " is not a mapping");
      return;
    }
    Map<String, Choice> known = new TreeMap<>();
    Arrays.stream(Choice.values()).forEach(one -> known.put(one.path(), one));
    mapping
        .members()
        .forEach((name, member) -> {
          String at = path.isEmpty() ? name : path + "." + name;
          Choice choice = known.get(at);
          if (isNull(member.value())) {
            if (choice == null
                && known.keySet().stream().noneMatch(one -> one.startsWith(at + "."))) {
              unknown(path, name, member.line(), known.keySet(), wrong);
            }
          } else if (choice != null) {
            chosen(choice, member.value(), wrong);
          } else if (known.keySet().stream().anyMatch(one -> one.startsWith(at + "."))) {
            members(at, member.value(), wrong);
          } else {
            unknown(path, name, member.line(), known.keySet(), wrong);
          }
        });
  }

  private static void unknown(String path, String name, int line, Set<String> known, Faults wrong) {
    String section = path.isEmpty() ? "" : path + ".";
    Set<String> there =
        known.stream()
            .filter(one -> one.startsWith(section))
            .map(one -> one.substring(section.length()).replaceAll("\\..*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    wrong.add(
        line,
        (path.isEmpty() ? "the document" : path)
            + " has "
            + Faults.shown(name)
            + ", which is none of "
            + there);
  }

  private static boolean isNull(Yaml yaml) {
    return yaml instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.NULL;
  }

  private void chosen(Choice choice, Yaml value, Faults wrong) {
    if (choice == Choice.SIEMS) {
      if (value instanceof Yaml.Sequence sequence) {
        siems = Siems.read(choice.path(), sequence.items(), wrong);
      } else {
        wrong.add(value.line(), choice.path() + " is not a list");
      }
    } else if (choice.isList()) {
      list(choice, value, wrong);
    } else if (value instanceof Yaml.Scalar scalar) {
      put(choice, choice.path(), scalar.text(), scalar.line(), wrong);
    } else {
      wrong.add(value.line(), choice.path() + " is no text");
    }
  }

  private void list(Choice choice, Yaml value, Faults wrong) {
    if (!(value instanceof Yaml.Sequence sequence)) {
      wrong.add(value.line(), choice.path() + " is not a list");
      return;
    }
    List<String> found = new ArrayList<>();
    for (Yaml item : sequence.items()) {
      String text = item instanceof Yaml.Scalar scalar ? scalar.text() : "";
      if (!choice.allows(text)) {
        wrong.add(item.line(), choice.path() + ": '" + shown(text) + "' is not " + choice.words());
      }
      found.add(text);
    }
    lists.put(choice, found);
  }

  private void put(Choice choice, String where, String text, int line, Faults wrong) {
    if (!choice.allows(text)) {
      wrong.add(line, where + ": '" + shown(text) + "' is not " + choice.words());
    }
    texts.put(choice, text);
  }

  private void context(Map<?, ?> context) {
    Faults wrong = new Faults();
    Map<String, Choice> known = new TreeMap<>();
    Arrays.stream(Choice.values()).forEach(one -> known.put(one.key(), one));
    Map<String, Object> all = new TreeMap<>();
    context.forEach((key, value) -> all.put(String.valueOf(key), value));
    all.forEach((key, value) -> {
      Choice choice = known.get(key);
      if (choice == null && key.startsWith(Choice.PREFIX)) {
        wrong.add(1, key + ": not one of " + String.join(", ", known.keySet()));
      } else if (choice == Choice.SIEMS) {
        parsed(choice, value, wrong, list -> siems = Siems.list(choice.key(), list, wrong));
      } else if (choice != null && choice.isList()) {
        parsed(choice, value, wrong, list -> list(choice, list, wrong));
      } else if (choice != null) {
        put(choice, choice.key(), String.valueOf(value), 1, wrong);
      }
    });
    faults.addAll(wrong.withoutLines());
  }

  private void list(Choice choice, JsonNode json, Faults wrong) {
    if (!json.isArray()) {
      wrong.add(1, choice.key() + ": it is no list, such as " + form(choice));
      return;
    }
    List<String> found = new ArrayList<>();
    for (JsonNode item : json) {
      if (!choice.allows(item.asText())) {
        wrong.add(1, choice.key() + ": '" + shown(item.asText()) + "' is not " + choice.words());
      }
      found.add(item.asText());
    }
    lists.put(choice, found);
  }

  /// `cdk.json` holds a list, `-c` brings the text of one.
  private static void parsed(Choice choice, Object value, Faults wrong, Consumer<JsonNode> reader) {
    try {
      reader.accept(value instanceof String text ? JSON.readTree(text) : JSON.valueToTree(value));
    } catch (JsonProcessingException _) {
      wrong.add(1, choice.key() + ": it is not JSON, such as " + form(choice));
    }
  }

  private static String form(Choice choice) {
    return choice == Choice.SIEMS ? Siems.FORM : "[\"…\"]: " + choice.words();
  }
}
