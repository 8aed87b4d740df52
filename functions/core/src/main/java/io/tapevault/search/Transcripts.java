package io.tapevault.search;

import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.util.List;

/// The lines of all transcripts, and which of them hold a word.
///
/// Safe for many at once. Throws [io.tapevault.event.Unavailable] and
/// [io.tapevault.event.NotPermitted].
public interface Transcripts {

  /// Takes one line, and when it was last changed.
  interface Taker {
    void line(long millis, String text) throws IOException;
  }

  /// Tells lines, from the first to the last, as they stand in the transcript.
  interface Lines {
    void tell(Taker taker) throws IOException;
  }

  /// A line that holds what was looked for.
  record Hit(Transcribed session, long millis, Excerpt line) {}

  /// Where `next` is not empty, so may be more behind it, even if there is nothing on this page.
  record Page(List<Hit> hits, String next) {
    public Page {
      hits = List.copyOf(hits);
    }
  }

  /// Puts a transcript in the place of whatever was there of that session; from then on nothing of
  /// the former is found. The same again changes nothing, and asks for no line. Where it fails, the
  /// former is there, or none.
  void put(Transcribed transcript, Lines lines) throws IOException;

  /// From when this answers on, nothing of that session is found.
  void remove(SessionId sid);

  /// The newest session first (by the second in which it began), each in the order of its lines.
  /// `after` is where a page ended, and empty at first. A page may be short, where it took long to
  /// find something. Throws an [IllegalArgumentException] where `after` is nothing that was given.
  Page find(TextQuery query, String after, int limit);
}
