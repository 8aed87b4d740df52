package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/// HTML with a player in it: one file with the recording, that plays from a disk without a network;
/// or a page that asks at its own address for pieces of a recording.
///
/// `#t=12` shows the moment at 12 seconds, `#play` plays at once, `#t=12&play` both.
///
/// The recording lies in the file in Base64, so that nothing in it can be HTML or script; the page
/// may run our two scripts, by their digests, and reach nothing but those pieces.
public final class Page {

  /// Writes an asciicast.
  public interface Cast {
    void to(OutputStream out) throws IOException;
  }

  private static final String HELD =
      """
      const text = document.getElementById('cast').textContent;
      const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
      const source = {data: new TextDecoder().decode(bytes)};
      """;
  private static final String LINKED =
      """
      const source = {url: location.pathname + '?segment=index', format: 'segmented'};
      """;
  private static final String PLAY =
      """
      const asked = new URLSearchParams(location.hash.slice(1));
      const at = Number(asked.get('t')) || undefined;
      const player = AsciinemaPlayer.create(source, document.getElementById('player'),
        {fit: 'both', preload: true, autoPlay: asked.has('play'), startAt: at, poster: at ? 'npt:' + at : undefined});
      player.addEventListener('error', () => { document.getElementById('failed').hidden = false; });
      """;

  private static final String PLAYER = "asciinema-player.min.js";

  private Page() {}

  /// The file that plays without a network.
  public static void write(Cast cast, OutputStream out) throws IOException {
    out.write((head(HELD + PLAY, "") + "<script type=\"text/plain\" id=\"cast\">").getBytes(UTF_8));
    try (OutputStream encoded = Base64.getEncoder().wrap(new Unclosed(out))) {
      cast.to(encoded);
    }
    out.write(("</script>\n" + scripts(HELD + PLAY)).getBytes(UTF_8));
  }

  /// The page that asks for pieces, and for `?segment=index` first.
  public static byte[] linked() throws IOException {
    return (head(LINKED + PLAY, "connect-src 'self'; ") + scripts(LINKED + PLAY)).getBytes(UTF_8);
  }

  private static String head(String start, String reaches) throws IOException {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src %s %s \
    'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; %s\
    base-uri 'none'; form-action 'none'">
    <meta name="referrer" content="no-referrer">
    <title>A recording of a session</title>
    <style>%s</style>
    <style>
    html, body, #player { height: 100%%; margin: 0; background: #121314; }
    p { color: #ddd; font: 16px sans-serif; margin: 1em; }
    </style>
    </head>
    <body>
    <p id="failed" role="alert" hidden>It cannot be played any further. Load the page again.</p>
    <div id="player"></div>
    <noscript><p>The player needs JavaScript.</p></noscript>
    """
        .formatted(
            digest(resource(PLAYER)), digest(start), reaches, resource("asciinema-player.css"));
  }

  private static String scripts(String start) throws IOException {
    return "<script>%s</script>\n<script>%s</script>\n</body>\n</html>\n"
        .formatted(resource(PLAYER), start);
  }

  private static String digest(String script) {
    MessageDigest digest = Sha256.digest();
    return "'sha256-"
        + Base64.getEncoder().encodeToString(digest.digest(script.getBytes(UTF_8)))
        + "'";
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("player/" + name)) {
      if (in == null) {
        throw new IOException("the player is not in this program: " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /// What is below goes on after the Base64 has ended.
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
