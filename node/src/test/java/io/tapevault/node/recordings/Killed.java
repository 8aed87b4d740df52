package io.tapevault.node.recordings;

/// `kill -9`, as far as a thread can be told so: nobody catches it.
final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed(String at) {
    super(at, null, false, false);
  }
}
