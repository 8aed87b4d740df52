package io.tapevault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

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

  /// For what has been read as an event before, and was within limits then.
  public static JsonFactory ofEvents() {
    return factory()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }
}
