package io.tapevault.recording;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads lines of JSON; what a tarball needs of a parser.
public interface FlatJson {

  /// Those fields of the object that are named in `names` and hold text, a number or a boolean, as
  /// text. Empty where the bytes are not one whole JSON object.
  Optional<Map<String, String>> fields(byte[] line, Set<String> names);
}
