package io.tapevault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;

/// How JSON is read that anybody may have written.
public final class ForeignJson {

  private ForeignJson() {}

  /// Its parsers share no table of names: four hundred names that hash alike would fill it, and
  /// then fail whatever is read next.
  ///
  /// What others wrote is read from a text: of bytes the parser guesses the encoding, and a zero
  /// byte is UTF-32 to it.
  public static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
  }
}
