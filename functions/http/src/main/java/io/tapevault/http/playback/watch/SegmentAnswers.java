package io.tapevault.http.playback.watch;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.download.Made;
import io.tapevault.session.Playback.Shown;
import io.tapevault.session.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;

/// A recording in pieces, as a player asks for them: first the index of all, then each by its
/// number.
public final class SegmentAnswers {

  private final long most;
  private final String otherwise;

  /// `otherwise` is what to do about a piece of more than `most` bytes.
  public SegmentAnswers(long most, String otherwise) {
    this.most = most;
    this.otherwise = otherwise;
  }

  /// `urls` has the address of each piece, relative to that of the index.
  public HttpResponse index(Shown.Cast shown, IntFunction<String> urls) throws IOException {
    return HttpResponse.json(200, SegmentsJson.write(Segments.of(shown.object()).index(), urls));
  }

  /// `of` is what the index was of: pieces of two recordings do not belong together.
  public Answer piece(HttpRequest request, Shown.Cast shown, Optional<String> of, String number)
      throws IOException {
    if (of.isPresent() && !of.get().equals(shown.key().original())) {
      return new Problem(
          Problem.Type.SHOWN_OTHERWISE,
          "something of it was hidden, or it is another recording: load its index again");
    }
    Segments segments = Segments.of(shown.object());
    int count = segments.index().segments().size();
    if (!number.matches("\\d{1,9}") || Integer.parseInt(number) >= count) {
      return new Problem(
          Problem.Type.NO_SUCH_SEGMENT, "they have the numbers from 0 to " + (count - 1));
    }
    int wanted = Integer.parseInt(number);
    if (!request.header("accept-encoding").orElse("").contains("gzip")) {
      return made(out -> copy(new GZIPInputStream(segments.open(wanted)), out));
    }
    return switch (made(out -> copy(segments.open(wanted), out))) {
      case HttpResponse packed -> packed.with("content-encoding", "gzip");
      case Problem problem -> problem;
    };
  }

  private Answer made(Made.Writer writer) throws IOException {
    return Made.of(most, "application/json", otherwise, writer);
  }

  private static void copy(InputStream from, OutputStream out) throws IOException {
    try (from) {
      from.transferTo(out);
    }
  }
}
