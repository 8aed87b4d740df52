package io.tapevault.configuration;

import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Member;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Every setting of a document as it is written, by its name (`storage.retention_period`,
/// `forward.soc.pause`), for saying what changed.
public final class Written {

  static final Written NOTHING = new Written(Map.of());

  private final Map<String, String> settings;

  private Written(Map<String, String> settings) {
    this.settings = settings;
  }

  static Written of(Yaml document) {
    Map<String, String> settings = new TreeMap<>();
    gather("", document, settings);
    return new Written(settings);
  }

  private static void gather(String name, Yaml value, Map<String, String> settings) {
    switch (value) {
      case Yaml.Scalar scalar -> settings.put(name, scalar.text());
      case Yaml.Mapping mapping ->
          mapping
              .members()
              .forEach((member, one) ->
                  gather(name.isEmpty() ? member : name + "." + member, one.value(), settings));
      case Yaml.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          Yaml item = sequence.items().get(i);
          gather(name + "." + itemName(item, i), item, settings);
        }
      }
    }
  }

  private static String itemName(Yaml item, int place) {
    @Nullable Member name = item instanceof Yaml.Mapping one ? one.members().get("name") : null;
    return name != null && name.value() instanceof Yaml.Scalar text
        ? text.text()
        : Integer.toString(place);
  }

  /// A setting that is not what it was. `from` and `to` are null where it was not, or is no longer,
  /// there, and where its value is nobody's business: an address may have a key in it.
  record Change(String name, @Nullable String from, @Nullable String to) {}

  /// What a document says, by name.
  public Set<String> names() {
    return namesOf(NOTHING);
  }

  /// What changed since a former document, by name.
  public Set<String> namesOf(Written former) {
    Set<String> names = new TreeSet<>(settings.keySet());
    names.addAll(former.settings.keySet());
    names.removeIf(name -> same(settings.get(name), former.settings.get(name)));
    return names;
  }

  Change change(String name, Written former) {
    boolean shown = isHarmless(name);
    return new Change(
        name, shown ? former.settings.get(name) : null, shown ? settings.get(name) : null);
  }

  private static boolean isHarmless(String name) {
    return name.startsWith("forward.") ? name.endsWith(".pause") : !name.endsWith("_uri");
  }

  private static boolean same(@Nullable String one, @Nullable String other) {
    return one == null ? other == null : one.equals(other);
  }
}
