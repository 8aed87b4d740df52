package io.tapevault.aws.json;

/// What a service says: what was read out of its success, or a fault under AWS's own name.
public sealed interface Said<T> {

  record Done<T>(T value) implements Said<T> {}

  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  record Fault<T>(int status, String code, byte[] json) implements Said<T> {}
}
