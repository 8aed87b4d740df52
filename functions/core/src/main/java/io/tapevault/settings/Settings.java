package io.tapevault.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a function was told about its surroundings: a value for every variable that it reads.
public final class Settings {

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /// Takes the named variables out of an environment. Names every one that is missing or blank, at
  /// once.
  public static Settings from(Map<String, String> environment, Set<String> names) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      if (!value.isBlank()) {
        values.put(name, value);
      }
    }
    if (values.size() < names.size()) {
      String missing =
          names.stream()
              .filter(name -> !values.containsKey(name))
              .sorted()
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException("these environment variables are not set: " + missing);
    }
    return new Settings(values);
  }

  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " was not asked for");
    }
    return value;
  }
}
