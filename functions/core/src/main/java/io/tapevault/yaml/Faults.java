package io.tapevault.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Everything that is wrong with a document, so that one message names it all. What is added
/// repeats no value: there may be a secret in it.
public final class Faults {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,40}");
  // Of a document that is no document, the rest says nothing new.
  private static final int MOST = 100;

  private final List<Fault> faults = new ArrayList<>();

  private record Fault(int line, String what) {}

  public void add(int line, String what) {
    if (faults.size() < MOST) {
      faults.add(new Fault(line, what));
    }
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /// `line 7: …`, by line.
  public List<String> inOrder() {
    return faults.stream()
        .sorted(Comparator.comparingInt(Fault::line))
        .map(fault -> "line " + fault.line + ": " + fault.what)
        .toList();
  }

  /// For what has no lines to speak of.
  public List<String> withoutLines() {
    return faults.stream().map(Fault::what).toList();
  }

  /// The name of a member, unless it may be something else that slipped there.
  public static String shown(String name) {
    return NAME.matcher(name).matches() ? "'" + name + "'" : "an unknown member";
  }
}
