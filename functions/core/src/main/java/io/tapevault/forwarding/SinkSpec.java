package io.tapevault.forwarding;

import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.json.Json;
import io.tapevault.json.Malformed;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.JsonYaml;
import io.tapevault.yaml.Yaml;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One SIEM as it is configured: in a file, in a function's variable, in a deployment: `name`, the
/// address under the word of its type, perhaps `secret`, what else its type takes, and what is the
/// same for all types: `filter`, `redact`, `format`, `begin`. A secret, and what else a type takes,
/// may be [named][SecretReference] instead.
///
/// ```json
/// {"name": "soc", "webhook": "https://siem.example.com/in", "secret": "env:SOC", "allow": "10.1.0.0/16"}
/// ```
///
/// No message says anything of an address or a secret.
public record SinkSpec(
    String name,
    SinkType type,
    Map<String, String> options,
    @Nullable String secret,
    Treatment treatment,
    Begin begin) {

  public static final String NAME = "name";
  public static final String SECRET = "secret";
  public static final String ALLOW = "allow";

  /// For TLS, as PEM: who signs the SIEM's certificate, and what this client shows.
  public static final String CA = "ca";

  public static final String CERTIFICATE = "certificate";
  public static final String KEY = "key";

  /// What a receiver wants to see beside the headers of its protocol.
  public static final String HEADERS = "headers";

  /// Whose password the secret is.
  public static final String USER = "user";

  /// Where the address stands among the options.
  public static final String ADDRESS = "address";

  // It is part of the names of queues, logs and parked events.
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z_-]{1,20}");

  public SinkSpec {
    options = Map.copyOf(options);
  }

  /// One that gets everything, as the log has it.
  public SinkSpec(
      String name, SinkType type, Map<String, String> options, @Nullable String secret) {
    this(name, type, options, secret, Treatment.RAW, new Begin.Oldest());
  }

  public String address() {
    return options.getOrDefault(ADDRESS, "");
  }

  /// One that takes events by webhook.
  public static SinkSpec webhook(String name, URI address, @Nullable String secret) {
    return new SinkSpec(name, SinkType.WEBHOOK, Map.of(ADDRESS, address.toString()), secret);
  }

  /// The members in which something secret may stand itself, and is not only named: of what is
  /// named, nothing can be checked.
  public List<String> literalSecrets() {
    Map<String, String> secrets = new TreeMap<>(options);
    secrets.keySet().retainAll(List.of(KEY, HEADERS));
    if (secret != null) {
      secrets.put(SECRET, secret);
    }
    return secrets.entrySet().stream()
        .filter(one -> SecretReference.parse(one.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Where its secrets are that are named.
  public List<SecretReference> references() {
    Stream<String> options =
        this.options.entrySet().stream()
            .filter(option -> mayBeNamed(option.getKey()))
            .map(Map.Entry::getValue);
    return Stream.concat(
            options, Stream.of(secret, treatment.redaction().key()).filter(one -> one != null))
        .flatMap(text -> SecretReference.parse(text).stream())
        .distinct()
        .toList();
  }

  /// With the secrets instead of their names, which `text` knows.
  public SinkSpec resolved(UnaryOperator<String> text) {
    Map<String, String> resolved = new TreeMap<>(options);
    resolved.replaceAll((option, value) -> mayBeNamed(option) ? text.apply(value) : value);
    return new SinkSpec(
        name, type, resolved, secret == null ? null : text.apply(secret), treatment, begin);
  }

  private static boolean mayBeNamed(String option) {
    return !option.equals(ADDRESS) && !option.equals(ALLOW);
  }

  /// Reads the members that are texts; what is wrong is added to `faults`, as the name of the
  /// member and the fault. Empty where there is any.
  static Optional<SinkSpec> read(Map<String, String> members, Map<String, String> faults) {
    Map<String, String> left = new TreeMap<>(members);
    Map<String, String> found = new TreeMap<>();
    String name = left.remove(NAME);
    if (name == null || !NAMES.matcher(name).matches()) {
      found.put(NAME, "a SIEM needs a name of 1 to 64 letters, digits, '_', '.' and '-'");
    }
    String secret = left.remove(SECRET);
    if (secret != null && secret.isBlank()) {
      found.put(SECRET, "it is empty; leave it out where nothing is to be signed");
    }
    List<SinkType> types =
        left.keySet().stream().flatMap(word -> SinkType.of(word).stream()).toList();
    if (types.size() != 1) {
      found.put("type", "there is no single address, such as webhook: https://…");
    }
    Map<String, String> options = new TreeMap<>();
    for (SinkType type : types) {
      options.put(ADDRESS, left.getOrDefault(type.word(), ""));
      left.remove(type.word());
      type.options().stream()
          .filter(left::containsKey)
          .forEach(option -> options.put(option, left.getOrDefault(option, "")));
      left.keySet().removeAll(type.options());
    }
    left.keySet().forEach(word -> found.put(shown(word), "it is none of " + known(types)));
    faults.putAll(found);
    return found.isEmpty() && name != null
        ? Optional.of(new SinkSpec(name, types.getFirst(), options, secret))
        : Optional.empty();
  }

  /// The name of a member for a message, unless it may be a secret that slipped there.
  public static String shown(String word) {
    return WORDS.matcher(word).matches() ? word : "a member";
  }

  private static TreeSet<String> known(List<SinkType> types) {
    TreeSet<String> known = new TreeSet<>(TreatmentReader.MEMBERS);
    known.addAll(List.of(NAME, SECRET, SinkReader.BEGIN));
    (types.isEmpty() ? List.of(SinkType.values()) : types)
        .forEach(type -> {
          known.add(type.word());
          known.addAll(type.options());
        });
    return known;
  }

  /// Reads the JSON of one entry. Throws an [IllegalArgumentException] that names every fault.
  public static SinkSpec parse(String json) {
    Faults faults = new Faults();
    Optional<SinkSpec> read = Optional.empty();
    try {
      if (JsonYaml.read("SIEM", json) instanceof Yaml.Mapping entry) {
        read = SinkReader.read("", entry, faults);
      } else {
        throw new Malformed("the SIEM is no object");
      }
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults.withoutLines()));
    }
    return read.orElseThrow();
  }

  /// The JSON that `parse` reads.
  public String json() {
    byte[] json =
        Json.object(out -> {
          out.writeStringField(NAME, name);
          out.writeStringField(type.word(), address());
          for (String option : new TreeSet<>(type.options())) {
            if (options.containsKey(option)) {
              out.writeStringField(option, options.get(option));
            }
          }
          if (secret != null) {
            out.writeStringField(SECRET, secret);
          }
          TreatmentJson.write(treatment, out);
          if (!begin.equals(new Begin.Oldest())) {
            out.writeStringField(SinkReader.BEGIN, begin.word());
          }
        });
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return name;
  }
}
