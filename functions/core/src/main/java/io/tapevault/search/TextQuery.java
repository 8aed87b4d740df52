package io.tapevault.search;

import java.time.Instant;

/// What is looked for, and in which sessions: begun from `from` (inclusive) to `to` (exclusive), of
/// this user and on this server, where they are not empty. `firstOnly` is for whoever wants the
/// sessions: of each the first line alone.
public record TextQuery(
    Wanted words, Instant from, Instant to, String user, String server, boolean firstOnly) {

  public boolean wants(Transcribed session) {
    return !session.at().isBefore(from)
        && session.at().isBefore(to)
        && (user.isEmpty() || user.equals(session.user()))
        && (server.isEmpty() || server.equals(session.server()));
  }
}
