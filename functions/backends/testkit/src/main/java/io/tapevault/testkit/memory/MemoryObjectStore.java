package io.tapevault.testkit.memory;

import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Objects in the heap.
public final class MemoryObjectStore implements ObjectStore, ExpiringRecordings {

  private final InstantSource clock;
  private final Map<ObjectKey, MemoryObject> objects = new ConcurrentHashMap<>();

  public MemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<StoredObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public Written write(ObjectKey key, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    if (bytes.size() == 0) {
      return Written.STORED;
    }
    MemoryObject written = new MemoryObject(bytes.toByteArray(), clock.instant());
    return objects.putIfAbsent(key, written) == null ? Written.STORED : Written.ALREADY_THERE;
  }

  @Override
  public List<Listed> recordings(String after, int most) {
    return objects.entrySet().stream()
        .filter(object -> object.getKey() instanceof ObjectKey.Recording)
        .map(object -> new Listed(object.getKey().sid(), object.getValue().written()))
        .filter(one -> one.sid().value().compareTo(after) > 0)
        .sorted(Comparator.comparing(one -> one.sid().value()))
        .limit(most)
        .toList();
  }

  @Override
  public void remove(SessionId sid, Instant end) {
    Optional<StoredObject> expired =
        find(new ObjectKey.Recording(sid)).filter(one -> !one.written().isAfter(end));
    if (expired.isPresent()) {
      objects.keySet().removeIf(key -> key.sid().equals(sid));
    }
  }

  @Override
  public URI location(ObjectKey key) {
    return switch (key) {
      case ObjectKey.Recording recording -> URI.create("memory:///" + recording.name());
      case ObjectKey.Derived derived -> URI.create("memory:///" + derived.name());
      case ObjectKey.Redaction redaction -> URI.create("memory:///" + redaction.name());
    };
  }

  private static final class MemoryObject implements StoredObject {
    private final byte[] bytes;
    private final Instant written;

    MemoryObject(byte[] bytes, Instant written) {
      this.bytes = bytes;
      this.written = written;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public Instant written() {
      return written;
    }

    @Override
    public InputStream open(long offset, long length) {
      int from = (int) Math.min(offset, bytes.length);
      return new ByteArrayInputStream(bytes, from, (int) Math.min(length, bytes.length - from));
    }
  }
}
