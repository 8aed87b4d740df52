package io.tapevault.cli.cost;

import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.YamlReader;
import io.tapevault.yaml.YamlSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a region's services cost, from a file that says when and where that was read.
record Prices(
    String region,
    String date,
    String source,
    Map<Item, Price> prices,
    Map<String, List<Item>> resources) {

  private static final int MOST_READ = 1 << 20;
  private static final int MOST_DIGITS = 15;

  /// What is paid for; a file spells it in small letters.
  enum Item {
    API_REQUEST,
    LAMBDA_REQUEST,
    LAMBDA_TIME,
    LAMBDA_DISK,
    TABLE_WRITE,
    TABLE_READ,
    TABLE_STORAGE,
    SELDOM_WRITE,
    SELDOM_READ,
    SELDOM_STORAGE,
    TABLE_BACKUP,
    BUCKET_PUT,
    BUCKET_GET,
    BUCKET_STORAGE,
    QUEUE_REQUEST,
    KEY_MONTH,
    KEY_REQUEST,
    LOG_WRITTEN,
    LOG_STORAGE,
    METRIC_MONTH,
    ALARM_MONTH,
    DATA_OUT,
    ATHENA_SCANNED,
    TRAIL_EVENT,
    REGION_OUT,
    ENDPOINT_HOUR,
    ENDPOINT_DATA,
    ACL_MONTH,
    ACL_RULE,
    ACL_REQUEST,
    DASHBOARD_MONTH;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// So many USD for so many of a unit.
  record Price(double usd, double per, String unit) {}

  /// Those that came with this command, or those of a file. Every fault is named with its line, in
  /// one [IllegalArgumentException].
  static Prices read(@Nullable Path file) throws IOException {
    try (InputStream in = file == null ? ours() : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_READ + 1);
      Faults faults = new Faults();
      if (bytes.length > MOST_READ) {
        faults.add(1, "the file has more than " + MOST_READ + " bytes");
      }
      Prices prices =
          of(YamlReader.read(bytes, faults).orElse(new Yaml.Mapping(1, Map.of())), faults);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            (file == null ? "prices.yaml" : file)
                + ":\n  - "
                + String.join("\n  - ", faults.inOrder()));
      }
      return prices;
    }
  }

  private static InputStream ours() {
    return Objects.requireNonNull(Prices.class.getResourceAsStream("prices.yaml"), "in the jar");
  }

  private static Prices of(Yaml yaml, Faults faults) {
    YamlSection all = YamlSection.root(yaml, faults);
    YamlSection priced = all.section("prices");
    Map<Item, Price> prices = new EnumMap<>(Item.class);
    for (Item item : Item.values()) {
      YamlSection one = priced.section(item.word());
      String unit = needed(one, "unit", "has to be there");
      double usd = number(one, "usd", 0);
      prices.put(item, new Price(usd, number(one, "per", 1), unit));
      one.text("page");
      one.end();
    }
    priced.end();
    Prices read =
        new Prices(
            needed(all, "region", "has to be there"),
            needed(all, "date", "has to say when these prices were read"),
            needed(all, "source", "has to say where these prices are from"),
            prices,
            resources(all.section("resources"), yaml, faults));
    all.end();
    return read;
  }

  private static String needed(YamlSection section, String member, String instead) {
    Optional<String> text = section.text(member);
    if (text.isEmpty()) {
      section.fault(member, instead);
    }
    return text.orElse("");
  }

  private static double number(YamlSection section, String member, double least) {
    Optional<String> word = section.scalar(member).map(Yaml.Scalar::text).filter(Prices::isNumber);
    double number = word.map(Double::parseDouble).orElse(-1.0);
    if (number < least) {
      section.fault(member, "has to be a number, " + (least == 0 ? "0" : "1") + " or more");
    }
    return number;
  }

  private static boolean isNumber(String word) {
    return word.matches("[0-9]{1," + MOST_DIGITS + "}(\\.[0-9]{1," + MOST_DIGITS + "})?");
  }

  /// A text says why it is free; a list names prices.
  private static Map<String, List<Item>> resources(YamlSection section, Yaml yaml, Faults faults) {
    Map<String, List<Item>> resources = new TreeMap<>();
    Yaml.Member types = members(yaml).get("resources");
    if (types != null) {
      members(types.value())
          .forEach((type, said) -> {
            List<Item> items = new ArrayList<>();
            if (said.value() instanceof Yaml.Sequence) {
              section.list(type).forEach(one -> item(one, faults).ifPresent(items::add));
            } else if (!section.text(type).orElse("").startsWith("free")) {
              section.fault(type, "is neither a list of prices nor 'free' with the reason");
            }
            resources.put(type, items);
          });
    }
    section.end();
    return resources;
  }

  private static Map<String, Yaml.Member> members(Yaml yaml) {
    return yaml instanceof Yaml.Mapping mapping ? mapping.members() : Map.of();
  }

  private static Optional<Item> item(Yaml yaml, Faults faults) {
    Optional<Item> item =
        Arrays.stream(Item.values())
            .filter(one -> yaml instanceof Yaml.Scalar word && word.text().equals(one.word()))
            .findFirst();
    if (item.isEmpty()) {
      faults.add(yaml.line(), "this is none of the prices");
    }
    return item;
  }

  double of(Item item, double quantity) {
    Price price = Objects.requireNonNull(prices.get(item), "each has one");
    return quantity * price.usd() / price.per();
  }
}
