package io.tapevault.json;

/// Paths of values: the names of the members that lead there, with dots between them. A member
/// `addr.remote` and a member `remote` of `addr` have the same; what is in an array has that of the
/// array.
public final class FieldPath {

  private FieldPath() {}

  /// That of a member of what has the path `outer`, which is empty for the whole event.
  public static String of(String outer, String name) {
    return outer.isEmpty() ? name : outer + '.' + name;
  }

  /// Whether something within `outer` may have one of these paths.
  public static boolean leads(String outer, Iterable<String> paths) {
    for (String path : paths) {
      if (path.length() > outer.length()
          && path.charAt(outer.length()) == '.'
          && path.startsWith(outer)) {
        return true;
      }
    }
    return false;
  }
}
