package io.tapevault.local.config;

import io.tapevault.configuration.ConfigReader;
import io.tapevault.disk.file.FileObjectStore;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.Sinks;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What a document may say on one machine.
public final class LocalPlace implements ConfigReader.Place {

  @Override
  public void events(String uri) {
    String path = uri.startsWith("sqlite:///") ? uri.substring("sqlite://".length()) : "/";
    try {
      if (Path.of(path).getFileName() != null) {
        return;
      }
    } catch (InvalidPathException e) {
      // It is said below, without its text.
    }
    throw new IllegalArgumentException("is no sqlite:///path/to/file, which it is on one machine");
  }

  @Override
  public void recordings(String uri) {
    try {
      FileObjectStore.check(new URI(uri));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no URI: " + e.getReason(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is no file:///folder, which it is on one machine", e);
    }
  }

  @Override
  public void siem(SinkSpec siem) {
    Sinks.check(siem);
  }
}
