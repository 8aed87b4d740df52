package io.tapevault.http.playback.shares;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.watch.SegmentAnswers;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.session.Playback;
import io.tapevault.share.Share;
import io.tapevault.share.Shares;
import java.io.IOException;
import java.util.Optional;

/// Where a link leads to: a page with a player of the one recording, as it is shown, for whoever
/// has the link, and its pieces, each as long as the link is open. Whatever is wrong with a link,
/// it looks the same.
public final class SharedRoutes {

  private static final String SEGMENT = "segment";
  private static final String INDEX = "index";

  private final Shares shares;
  private final Playback playback;
  private final SegmentAnswers pieces;
  private final byte[] page;

  private SharedRoutes(Shares shares, Playback playback, SegmentAnswers pieces, byte[] page) {
    this.shares = shares;
    this.playback = playback;
    this.pieces = pieces;
    this.page = page;
  }

  /// `page` asks at its own address for `?segment=index`, and then for what that names.
  public static Routes of(Shares shares, Playback playback, SegmentAnswers pieces, byte[] page) {
    SharedRoutes routes = new SharedRoutes(shares, playback, pieces, page.clone());
    return new Routes().add(Route.SHARED, routes::open);
  }

  private Answer open(HttpRequest request, String word) throws IOException {
    Optional<Share> share = shares.open(word);
    return share.isPresent() ? shown(request, share.get()) : nothing();
  }

  private Answer shown(HttpRequest request, Share share) throws IOException {
    return switch (playback.shown(share.sid(), Kind.SEGMENTS)) {
      case Playback.Shown.Cast cast -> {
        // Before the first byte is given.
        if (!request.method().equals("HEAD")) {
          shares.opened(share, request.origin().address());
        }
        yield switch (asked(request, cast)) {
          case HttpResponse response -> forOneReader(response);
          case Problem problem -> problem;
        };
      }
      case Playback.Shown.NotYet none ->
          text(
                  202,
                  "This recording is being prepared. The page looks again in a few seconds.",
                  "<meta http-equiv=\"refresh\" content=\"5\">")
              .with("retry-after", "5");
      case Playback.Shown.NoRecording none -> nothing();
      case Playback.Shown.NotWhole it -> nothing();
    };
  }

  // Whatever else a mail or a chat has put behind the link is not looked at.
  private Answer asked(HttpRequest request, Playback.Shown.Cast cast) throws IOException {
    Optional<String> segment = request.parameter(SEGMENT);
    if (segment.isEmpty()) {
      return HttpResponse.bytes(200, "text/html; charset=utf-8", page);
    }
    return segment.get().equals(INDEX)
        ? pieces.index(
            cast, number -> "?" + SEGMENT + "=" + number + "&of=" + cast.key().original())
        : pieces.piece(request, cast, request.parameter("of"), segment.get());
  }

  private static HttpResponse nothing() {
    return text(
        404, "There is nothing here: the link is not right, has expired or was taken back.", "");
  }

  /// What a page says that shows no recording.
  private static HttpResponse text(int status, String words, String head) {
    String page =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        %s
        <title>A recording of a session</title>
        </head>
        <body>
        <p>%s</p>
        </body>
        </html>
        """
            .formatted(head, words);
    return forOneReader(
            HttpResponse.bytes(status, "text/html; charset=utf-8", page.getBytes(UTF_8)))
        .with(
            "content-security-policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  /// Nobody keeps it, learns the link from it, or shows it within another page. What else a page
  /// may do, it says itself.
  private static HttpResponse forOneReader(HttpResponse page) {
    return page.with("cache-control", "no-store")
        .with("referrer-policy", "no-referrer")
        .with("x-content-type-options", "nosniff")
        .with("x-frame-options", "DENY")
        .with("x-robots-tag", "noindex")
        .with("content-security-policy", "frame-ancestors 'none'");
  }
}
