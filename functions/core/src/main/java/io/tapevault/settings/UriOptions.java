package io.tapevault.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The options of a storage URI, `?name=value&…`. It gathers every fault, so that one message names
/// them all.
public final class UriOptions {

  // As Go's ParseBool has it, which reads them in Teleport.
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  private final URI uri;
  private final Map<String, String> values = new TreeMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  private UriOptions(URI uri) {
    this.uri = uri;
  }

  public static UriOptions of(URI uri) {
    UriOptions options = new UriOptions(uri);
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String option : query.split("&", -1)) {
      if (!option.isEmpty()) {
        options.take(option);
      }
    }
    return options;
  }

  private void take(String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    String value = equals < 0 ? "" : URLDecoder.decode(option.substring(equals + 1), UTF_8);
    if (values.put(name, value) != null) {
      fault(name + " is there twice");
    }
  }

  /// Empty where the option is absent or has no value.
  public Optional<String> text(String name) {
    asked.add(name);
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /// False where the option is absent.
  public boolean flag(String name) {
    String value = text(name).orElse("false");
    if (!TRUE.contains(value) && !FALSE.contains(value)) {
      fault(name + " is '" + value + "', neither true nor false");
    }
    return TRUE.contains(value);
  }

  public void fault(String fault) {
    faults.add(fault);
  }

  /// Throws one [IllegalArgumentException] if there was any fault, an option that nobody asked for
  /// among them.
  public void check() {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        fault(name + " is no option here, these are: " + String.join(", ", asked));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(uri + " cannot be used: " + String.join("; ", faults));
    }
  }
}
