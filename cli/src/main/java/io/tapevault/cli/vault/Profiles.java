package io.tapevault.cli.vault;

import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Mapping;
import io.tapevault.yaml.Yaml.Member;
import io.tapevault.yaml.Yaml.Scalar;
import io.tapevault.yaml.YamlReader;
import io.tapevault.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The vaults that somebody asks, each under a name, from a file of his:
///
/// ```yaml
/// default: production
/// profiles:
///   production: {vault: aws:Tapevault, region: eu-central-1, aws-profile: audit, output: csv}
///   here: {vault: "http://127.0.0.1:8420", token-file: vault.token}
/// ```
record Profiles(Path file, String usual, Map<String, Map<Setting, Value>> all) {

  private static final int MOST_BYTES = 1 << 20;

  /// What a profile may say.
  enum Setting {
    VAULT("vault"),
    AUTH("auth"),
    TOKEN_FILE("token-file"),
    OUTPUT("output"),
    REGION("region"),
    AWS_PROFILE("aws-profile");

    final String inFile;

    Setting(String inFile) {
      this.inFile = inFile;
    }

    /// The variable of the environment that says the same.
    String variable() {
      return "TAPEVAULT_" + name();
    }
  }

  /// A value, and where it stands.
  record Value(String text, String from) {}

  /// Reads the file where there is one. Names everything that is wrong with it, with lines.
  static Profiles read(Map<String, String> environment) throws IOException {
    Path file = file(environment);
    if (!Files.exists(file)) {
      if (environment.containsKey("TAPEVAULT_CONFIG")) {
        throw new IOException("TAPEVAULT_CONFIG names " + file + ", and there is no such file");
      }
      return new Profiles(file, "default", Map.of());
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is no file of profiles");
    }
    Faults faults = new Faults();
    Optional<Yaml> document = YamlReader.read(Files.readAllBytes(file), faults);
    Profiles read =
        document.isPresent()
            ? read(file, document.get(), faults)
            : new Profiles(file, "default", Map.of());
    if (!faults.isEmpty()) {
      throw new IOException(file + ": " + String.join("; ", faults.inOrder()));
    }
    return read;
  }

  static Path file(Map<String, String> environment) {
    String named = environment.getOrDefault("TAPEVAULT_CONFIG", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    String configs = environment.getOrDefault("XDG_CONFIG_HOME", "");
    // The specification passes over what is not absolute.
    return (configs.startsWith("/") ? Path.of(configs) : Path.of(home, ".config"))
        .resolve(Path.of("tapevault", "config.yaml"));
  }

  private static Profiles read(Path file, Yaml document, Faults faults) {
    YamlSection root = YamlSection.root(document, faults);
    Optional<String> usual = root.text("default");
    root.section("profiles");
    root.end();
    Map<String, Map<Setting, Value>> all = new TreeMap<>();
    if (member(document, "profiles") instanceof Mapping profiles) {
      profiles
          .members()
          .forEach((name, profile) ->
              all.put(name, profile(file, "profiles." + name, profile.value(), faults)));
    }
    if (usual.isPresent() && !all.containsKey(usual.get())) {
      root.fault("default", "is none of " + all.keySet());
    }
    return new Profiles(file, usual.orElse("default"), all);
  }

  private static Map<Setting, Value> profile(Path file, String name, Yaml profile, Faults faults) {
    YamlSection section = YamlSection.of(name, profile, faults);
    Map<Setting, Value> values = new TreeMap<>();
    for (Setting key : Setting.values()) {
      section
          .text(key.inFile)
          .ifPresent(text -> {
            Member there = ((Mapping) profile).members().get(key.inFile);
            String line = there == null ? "" : ", line " + there.line();
            values.put(
                key, new Value(key == Setting.TOKEN_FILE ? beside(file, text) : text, file + line));
          });
    }
    section.end();
    return values;
  }

  private static @Nullable Yaml member(Yaml yaml, String name) {
    Member member = yaml instanceof Mapping mapping ? mapping.members().get(name) : null;
    return member == null || member.value() instanceof Scalar ? null : member.value();
  }

  /// As the file is found from anywhere, so is what it names.
  private static String beside(Path file, String named) {
    return named.startsWith("~/")
        ? System.getProperty("user.home", "") + named.substring(1)
        : file.toAbsolutePath().resolveSibling(named).toString();
  }

  /// That of this name, or the usual one where none is named.
  Map<Setting, Value> chosen(String name) throws IOException {
    Map<Setting, Value> profile = all.get(name.isEmpty() ? usual : name);
    if (profile == null && !name.isEmpty()) {
      throw new IOException(
          "there is no profile '" + name + "' in " + file + "; there are " + all.keySet());
    }
    return profile == null ? Map.of() : profile;
  }
}
