package io.tapevault.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One SIEM: its name, and the https URL of its webhook.
record Siem(String name, String url) {

  private static final Set<String> FIELDS = Set.of("name", "url");
  // It is part of the names of queues, logs and parked events.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  /// Reads the list, and adds to `faults` what is wrong with it.
  static List<Siem> list(JsonNode json, List<String> faults) {
    List<Siem> siems = new ArrayList<>();
    if (!json.isArray()) {
      faults.add("it is not a JSON list such as [{\"name\":\"soc\",\"url\":\"https://…\"}]");
      return siems;
    }
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < json.size(); i++) {
      Siem siem = one(json.get(i), "entry " + i, faults);
      if (!siem.name().isEmpty() && !names.add(siem.name())) {
        faults.add("the name '" + siem.name() + "' is there twice");
      }
      siems.add(siem);
    }
    return siems;
  }

  private static Siem one(JsonNode entry, String place, List<String> faults) {
    Siem siem = new Siem(entry.path("name").asText(""), entry.path("url").asText(""));
    for (String field : new TreeSet<>(entry.propertyStream().map(e -> e.getKey()).toList())) {
      if (!FIELDS.contains(field)) {
        faults.add(place + ": '" + field + "' is not one of name, url");
      }
    }
    if (!NAME.matcher(siem.name()).matches()) {
      faults.add(
          place
              + ": the name '"
              + siem.name()
              + "' is not 1 to 30 of a-z, 0-9 and -, from a letter on");
    }
    if (!isHttps(siem.url())) {
      faults.add(place + ": the url '" + siem.url() + "' is not an https URL with a host");
    }
    return siem;
  }

  private static boolean isHttps(String url) {
    try {
      URI uri = URI.create(url);
      return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
