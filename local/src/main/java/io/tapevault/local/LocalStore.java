package io.tapevault.local;

import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.disk.file.FileObjectStore;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The folder of recordings that is in force; one that is missing is made. What is being read or
/// written goes on in the former one.
final class LocalStore implements ObjectStore, ExpiringRecordings, InForce.Taker {

  private final Path data;
  private volatile Opened opened;

  private record Opened(URI uri, FileObjectStore store) {}

  private LocalStore(Path data, Opened opened) {
    this.data = data;
    this.opened = opened;
  }

  static LocalStore open(LocalConfig config, Path data) {
    return new LocalStore(data, opened(config.recordings()));
  }

  private static Opened opened(URI uri) {
    return new Opened(uri, FileObjectStore.open(uri));
  }

  @Override
  public void take(VaultConfig config) {
    URI uri = LocalConfig.of(config, data).recordings();
    if (uri.equals(opened.uri())) {
      return;
    }
    try {
      opened = opened(uri);
    } catch (Unavailable | NotPermitted e) {
      throw new IllegalStateException("storage.audit_sessions_uri: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<StoredObject> find(ObjectKey key) {
    return opened.store().find(key);
  }

  @Override
  public Written write(ObjectKey key, Content content) throws IOException {
    return opened.store().write(key, content);
  }

  @Override
  public List<Listed> recordings(String after, int most) {
    return opened.store().recordings(after, most);
  }

  @Override
  public void remove(SessionId sid, Instant end) {
    opened.store().remove(sid, end);
  }

  @Override
  public URI location(ObjectKey key) {
    return opened.store().location(key);
  }
}
