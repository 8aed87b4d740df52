package io.tapevault.forwarding.selection;

import io.tapevault.event.AuditEvent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Kinds of events: by type, by how the type begins, by code, by user. An empty list says nothing.
public record Filter(
    List<String> types, List<String> prefixes, List<String> codes, List<String> users) {

  public static final Filter NONE = new Filter(List.of(), List.of(), List.of(), List.of());

  static final String CODE = "code";
  static final String USER = "user";

  public Filter {
    types = List.copyOf(types);
    prefixes = List.copyOf(prefixes);
    codes = List.copyOf(codes);
    users = List.copyOf(users);
  }

  /// Whether all that is said here holds; types and prefixes are one thing.
  boolean allOf(AuditEvent event, Map<String, List<String>> values) {
    return ((types.isEmpty() && prefixes.isEmpty()) || isOfType(event.type()))
        && (codes.isEmpty() || meet(codes, values.get(CODE)))
        && (users.isEmpty() || meet(users, values.get(USER)));
  }

  /// Whether anything that is said here holds.
  boolean anyOf(AuditEvent event, Map<String, List<String>> values) {
    return isOfType(event.type()) || meet(codes, values.get(CODE)) || meet(users, values.get(USER));
  }

  private boolean isOfType(String type) {
    return types.contains(type) || prefixes.stream().anyMatch(type::startsWith);
  }

  private static boolean meet(List<String> some, @Nullable List<String> others) {
    return others != null && !Collections.disjoint(some, others);
  }
}
