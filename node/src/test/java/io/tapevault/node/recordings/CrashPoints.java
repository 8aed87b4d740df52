package io.tapevault.node.recordings;

/// Counts what is done to the world, and kills at one of them: before it, in the middle or after.
final class CrashPoints {

  private int left = Integer.MAX_VALUE;
  private int passed;

  void killAfter(int points) {
    left = points;
  }

  void live() {
    left = Integer.MAX_VALUE;
  }

  int passed() {
    return passed;
  }

  /// Every second point is before a deed, the others after it.
  void pass(String what) {
    passed++;
    if (left-- <= 0) {
      throw new Killed(what);
    }
  }
}
