package io.tapevault.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the one document of settings is kept, with its former versions. Whether a document is
/// right is for others to say: it is kept as it was put there, to the byte.
///
/// *Versions*: each has an id of its own, also where it says the same as a former one. *Whole*: a
/// document that is empty, or is still being written, is no version. *Threads*: one may write while
/// others read. Every method throws [io.tapevault.event.Unavailable] when the place cannot be
/// reached, and [io.tapevault.event.NotPermitted] where a right is missing.
public interface Configuration {

  /// The most bytes that a document has, wherever it is kept: a parameter of AWS takes no more.
  int MOST_BYTES = 8_192;

  /// What is there now.
  Current current();

  /// Puts a document in the place of the version `expected`, or where there is none yet. Nothing is
  /// written of one that is too long or empty, nor over another version.
  Replaced replace(String document, @Nullable String expected);

  /// The versions, the newest first; each is read when it is asked for. Older ones than the last
  /// hundred need not be there.
  Stream<Version> history();

  /// A document as it was put there, since when it is there, and who put it there where that is
  /// known.
  record Version(String id, String document, Instant since, @Nullable String by) {

    /// The document may hold secrets.
    @Override
    public String toString() {
      return "version " + id + " of " + since;
    }
  }

  /// What is there now.
  sealed interface Current {

    record There(Version version) implements Current {}

    /// Nothing is there that could be taken; `why` says what is in its place.
    record Missing(String why) implements Current {}
  }

  /// What became of a document that was to be put there.
  sealed interface Replaced {

    record Stored(Version version) implements Replaced {}

    /// It was stored, and in between somebody had stored the version `over`: that is in the history
    /// now. Only of a place that cannot compare and write at once.
    record Overwrote(Version version, String over) implements Replaced {}

    /// It has so many bytes, which is none or more than [#MOST_BYTES].
    record WrongLength(int bytes) implements Replaced {

      public String said() {
        return bytes == 0
            ? "the document is empty; one that says nothing is {}"
            : "the document has "
                + bytes
                + " bytes of UTF-8, and a parameter of AWS takes "
                + MOST_BYTES
                + ": leave out comments, or give several SIEMs one address";
      }
    }

    /// Another version than the expected one is there.
    record Overtaken(Current now) implements Replaced {}
  }

  /// Whether a document may be stored, as far as its length goes.
  static boolean fits(String document) {
    return !document.isBlank() && bytes(document) <= MOST_BYTES;
  }

  /// The length that a message names.
  static Replaced.WrongLength wrongLength(String document) {
    return new Replaced.WrongLength(document.isBlank() ? 0 : bytes(document));
  }

  /// Its length as it is kept.
  static int bytes(String document) {
    return document.getBytes(UTF_8).length;
  }
}
