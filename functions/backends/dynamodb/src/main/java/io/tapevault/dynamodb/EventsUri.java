package io.tapevault.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which table, and how it is reached:
/// `dynamodb://<table>?region=…&endpoint=…&insecure=true&use_fips_endpoint=true`, with Teleport's
/// spelling of the options.
public record EventsUri(String table, String region, Optional<URI> endpoint, boolean fips) {

  private static final String SCHEME = "dynamodb://";
  // DynamoDB: a table's name has 3 to 255 of these.
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

  /// Takes the region from `AWS_REGION` or `AWS_DEFAULT_REGION` where the URI has none. Names every
  /// fault at once.
  public static EventsUri parse(String uri, Map<String, String> environment) {
    return new Parser(uri).parse(environment);
  }

  /// Reads one URI and collects its faults.
  private static final class Parser {

    private final String uri;
    private final Map<String, String> options = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    Parser(String uri) {
      this.uri = uri;
    }

    EventsUri parse(Map<String, String> environment) {
      if (!uri.startsWith(SCHEME)) {
        throw new IllegalArgumentException("'" + uri + "' does not begin with " + SCHEME);
      }
      String[] parts = uri.substring(SCHEME.length()).split("\\?", 2);
      String table =
          parts[0].endsWith("/") ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
      check(TABLE.matcher(table).matches(), "'" + table + "' is not the name of a table");
      if (parts.length == 2 && !parts[1].isEmpty()) {
        readOptions(parts[1]);
      }
      String region = region(environment);
      boolean insecure = flag("insecure");
      Optional<URI> endpoint = endpoint(insecure);
      boolean fips = flag("use_fips_endpoint");
      check(!fips || endpoint.isEmpty(), "use_fips_endpoint and endpoint exclude each other");
      check(!insecure || endpoint.isPresent(), "insecure needs an endpoint");
      options.keySet().forEach(name -> faults.add("the option '" + name + "' is not known"));
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException("'" + uri + "': " + String.join("; ", faults));
      }
      return new EventsUri(table, region, endpoint, fips);
    }

    private void readOptions(String query) {
      for (String option : query.split("&", -1)) {
        String[] pair = option.split("=", 2);
        String name = decoded(pair[0]);
        if (name.equals("disable_conflict_check")) {
          faults.add("disable_conflict_check would overwrite events, which is never done here");
        } else if (options.put(name, pair.length == 2 ? decoded(pair[1]) : "") != null) {
          faults.add("the option '" + name + "' stands there twice");
        }
      }
    }

    private String decoded(String text) {
      try {
        return URLDecoder.decode(text, UTF_8);
      } catch (IllegalArgumentException e) {
        faults.add("'" + text + "' is not percent-encoded as it should be");
        return text;
      }
    }

    private String region(Map<String, String> environment) {
      String option = options.remove("region");
      String region =
          option != null && !option.isEmpty()
              ? option
              : environment.getOrDefault(
                  "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
      check(!region.isEmpty(), "the region is missing (region=…, or AWS_REGION)");
      check(
          region.isEmpty() || REGION.matcher(region).matches(), "'" + region + "' is not a region");
      return region;
    }

    private boolean flag(String name) {
      String value = options.remove(name);
      check(
          value == null || value.equals("true") || value.equals("false"),
          name + " is neither true nor false");
      return "true".equals(value);
    }

    private Optional<URI> endpoint(boolean insecure) {
      String text = options.remove("endpoint");
      if (text == null || text.isEmpty()) {
        return Optional.empty();
      }
      check(
          !insecure || !text.startsWith("https://"), "insecure contradicts an endpoint with https");
      String whole = text.contains("://") ? text : (insecure ? "http://" : "https://") + text;
      try {
        URI endpoint = new URI(whole);
        check(endpoint.getHost() != null, "the endpoint '" + text + "' has no host");
        return Optional.of(endpoint);
      } catch (URISyntaxException e) {
        faults.add("the endpoint '" + text + "' is not a URL");
        return Optional.empty();
      }
    }

    private void check(boolean right, String fault) {
      if (!right) {
        faults.add(fault);
      }
    }
  }
}
