package io.tapevault.event;

/// What became of one event that was appended. In every case it is in the log now, at `key`.
public sealed interface Appended {

  EventKey key();

  /// It is new.
  record Stored(EventKey key) implements Appended {}

  /// The same event, with the same content, was there before.
  record AlreadyThere(EventKey key) implements Appended {}

  /// It is new, and its `uid` was there before with other content: a sign of tampering. It is kept
  /// beside the first and flagged.
  record Conflict(EventKey key) implements Appended {}
}
