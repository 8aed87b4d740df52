package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.search.Wanted;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// Tells which words are not in a transcript: a Bloom filter of ten bits a word, which takes one of
/// a hundred for one that is there.
record WordFilter(BitSet bits, int size) {

  private static final int BITS = 10;
  private static final int PROBES = 7;
  // FNV-1a, and what mixes its bits.
  private static final long FNV = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long MIX = 0xff51afd7ed558ccdL;

  /// Of words as they are met.
  static final class Building {
    // 8 MB of numbers; one of more words is read through.
    private static final int MOST = 500_000;
    private final Set<Long> hashes = new HashSet<>();

    void add(String word) {
      if (hashes.size() < MOST) {
        hashes.add(hash(word));
      }
    }

    boolean isComplete() {
      return hashes.size() < MOST;
    }

    WordFilter built() {
      int size = Math.max(64, hashes.size() * BITS);
      BitSet bits = new BitSet(size);
      for (long hash : hashes) {
        for (int probe = 0; probe < PROBES; probe++) {
          bits.set(place(hash, probe, size));
        }
      }
      return new WordFilter(bits, size);
    }
  }

  /// The last bit is beside the others, so that the bytes tell how many there are.
  byte[] bytes() {
    BitSet all = (BitSet) bits.clone();
    all.set(size);
    return all.toByteArray();
  }

  static WordFilter of(byte[] bytes) {
    BitSet bits = BitSet.valueOf(bytes);
    int size = Math.max(0, bits.length() - 1);
    bits.clear(size);
    return new WordFilter(bits, size);
  }

  boolean mayHold(Wanted words) {
    return size == 0
        || words.phrases().stream().allMatch(one -> one.stream().allMatch(this::mayHold));
  }

  private boolean mayHold(String word) {
    long hash = hash(word);
    for (int probe = 0; probe < PROBES; probe++) {
      if (!bits.get(place(hash, probe, size))) {
        return false;
      }
    }
    return true;
  }

  private static int place(long hash, int probe, int size) {
    int second = (int) (hash >>> 32) | 1;
    return Math.floorMod((int) hash + probe * second, size);
  }

  private static long hash(String word) {
    long hash = FNV;
    for (byte one : word.getBytes(UTF_8)) {
      hash = (hash ^ (one & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * MIX;
    return hash ^ (hash >>> 33);
  }
}
