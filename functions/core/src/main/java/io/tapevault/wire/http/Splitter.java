package io.tapevault.wire.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/// How a body is read to find where its events begin and end; what is in them is looked at one by one, later.
final class Splitter {

  // Deeper than an event may be, so that one event that is too deep is refused alone.
  private static final int MAX_DEPTH = 1_000;

  static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .build())
      .build();

  private Splitter() {}
}
