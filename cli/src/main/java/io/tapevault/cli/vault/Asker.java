package io.tapevault.cli.vault;

import io.tapevault.cli.vault.Profiles.Setting;
import io.tapevault.cli.vault.Profiles.Value;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What holds for who asks a vault: what the command line says, else the environment, else the
/// profile, else what is usual.
record Asker(Map<Setting, Value> values) {

  private static final String USUAL_VAULT = "http://127.0.0.1:8420";
  // What shows who asks: it is for the vault of that profile, and no other is to get it.
  private static final Set<Setting> PERSONAL =
      Set.of(Setting.AUTH, Setting.TOKEN_FILE, Setting.REGION, Setting.AWS_PROFILE);

  /// `flags` are those that were given.
  static Asker of(Map<Setting, String> flags, String profile, Map<String, String> environment)
      throws IOException {
    String named = profile.isEmpty() ? environment.getOrDefault("TAPEVAULT_PROFILE", "") : profile;
    Map<Setting, Value> chosen = Profiles.read(environment).chosen(named);
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    Value usual = new Value(USUAL_VAULT, "the default");
    Value ofProfile = chosen.getOrDefault(Setting.VAULT, usual);
    Value vault = said(Setting.VAULT, flags, environment).orElse(ofProfile);
    boolean same = vault.text().equals(ofProfile.text());
    for (Setting key : Setting.values()) {
      said(key, flags, environment).ifPresent(value -> values.put(key, value));
    }
    // To sign and to show a token are two ways: of one that is said, the other one is not meant.
    boolean way = values.containsKey(Setting.AUTH) || values.containsKey(Setting.TOKEN_FILE);
    chosen.forEach((key, value) -> {
      boolean other = way && (key == Setting.AUTH || key == Setting.TOKEN_FILE);
      if (!other && (same || !PERSONAL.contains(key))) {
        values.putIfAbsent(key, value);
      }
    });
    values.put(Setting.VAULT, vault);
    return new Asker(values);
  }

  private static Optional<Value> said(
      Setting key, Map<Setting, String> flags, Map<String, String> environment) {
    String flag = flags.getOrDefault(key, "");
    if (!flag.isEmpty()) {
      return Optional.of(new Value(flag, "--" + key.inFile));
    }
    String variable = environment.getOrDefault(key.variable(), "");
    return variable.isEmpty() ? Optional.empty() : Optional.of(new Value(variable, key.variable()));
  }

  /// Empty where nobody says it.
  String text(Setting key) {
    Value value = values.get(key);
    return value == null ? "" : value.text();
  }

  /// For messages.
  String from(Setting key) {
    Value value = values.get(key);
    return value == null ? "" : value.from();
  }
}
