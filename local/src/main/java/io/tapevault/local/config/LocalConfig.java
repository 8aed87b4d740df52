package io.tapevault.local.config;

import io.tapevault.configuration.VaultConfig;
import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.configuration.VaultConfig.Storage;
import io.tapevault.forwarding.SinkSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The settings of `tapevault local`: what a document says, and where events and recordings lie
/// when it does not say so, which is in the data folder.
public record LocalConfig(Path events, URI recordings, VaultConfig vault) {

  public static LocalConfig defaults(Path data) {
    return of(VaultConfig.DEFAULT, data);
  }

  public static LocalConfig of(VaultConfig vault, Path data) {
    Storage storage = vault.storage();
    return new LocalConfig(
        storage.events() == null
            ? data.resolve("events.db")
            : Path.of(storage.events().substring("sqlite://".length())),
        storage.recordings() == null
            ? data.toAbsolutePath().resolve("recordings").toUri()
            : URI.create(storage.recordings()),
        vault);
  }

  public LocalConfig with(SinkSpec siem) {
    List<Siem> more = new ArrayList<>(vault.siems());
    more.add(new Siem(siem, false));
    return new LocalConfig(
        events,
        recordings,
        new VaultConfig(vault.listen(), vault.storage(), vault.nodes(), vault.limits(), more));
  }

  /// The SIEMs, also those that are paused.
  public List<Siem> siems() {
    return vault.siems();
  }
}
