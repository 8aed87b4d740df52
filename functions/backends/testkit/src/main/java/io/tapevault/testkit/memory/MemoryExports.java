package io.tapevault.testkit.memory;

import io.tapevault.search.Exports;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Exports in the heap.
public final class MemoryExports implements Exports {

  private final Map<String, Map<Integer, byte[]>> uploads = new HashMap<>();
  private final Map<String, byte[]> whole = new HashMap<>();
  private final Map<String, byte[]> kept = new HashMap<>();

  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(whole.get(name));
  }

  @Override
  public boolean isThere(String name) {
    return whole.containsKey(name);
  }

  @Override
  public String begin(String name, String type) {
    String upload = name + "-" + uploads.size();
    uploads.put(upload, new TreeMap<>());
    return upload;
  }

  @Override
  public void part(String name, String upload, int number, byte[] bytes) {
    parts(upload).put(number, bytes.clone());
  }

  @Override
  public void complete(String name, String upload, int parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int number = 1; number <= parts; number++) {
      all.writeBytes(parts(upload).get(number));
    }
    whole.putIfAbsent(name, all.toByteArray());
  }

  private Map<Integer, byte[]> parts(String upload) {
    Map<Integer, byte[]> parts = uploads.get(upload);
    if (parts == null) {
      throw new IllegalStateException("there is no upload " + upload);
    }
    return parts;
  }

  @Override
  public void keep(String name, int turn, byte[] bytes) {
    kept.putIfAbsent(name + turn, bytes.clone());
  }

  @Override
  public Optional<byte[]> kept(String name, int turn) {
    return Optional.ofNullable(kept.get(name + turn)).map(byte[]::clone);
  }
}
