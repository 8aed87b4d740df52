package io.tapevault.testkit.memory;

import io.tapevault.configuration.Configuration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A configuration that ends with the process.
public final class MemoryConfiguration implements Configuration {

  private final InstantSource clock;
  private final List<Version> versions = new ArrayList<>();

  public MemoryConfiguration(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Current current() {
    return versions.isEmpty()
        ? new Current.Missing("there is no configuration")
        : new Current.There(versions.getLast());
  }

  @Override
  public synchronized Replaced replace(String document, @Nullable String expected) {
    if (!Configuration.fits(document)) {
      return Configuration.wrongLength(document);
    }
    String there = versions.isEmpty() ? null : versions.getLast().id();
    if (there == null ? expected != null : !there.equals(expected)) {
      return new Replaced.Overtaken(current());
    }
    return new Replaced.Stored(put(document));
  }

  /// Puts a document there whatever is there, as people can.
  public synchronized Version put(String document) {
    String id = Integer.toString(versions.size() + 1);
    versions.add(new Version(id, document, clock.instant(), "somebody"));
    return versions.getLast();
  }

  @Override
  public synchronized Stream<Version> history() {
    return List.copyOf(versions).reversed().stream();
  }
}
