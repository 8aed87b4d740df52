package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/// One file of HTML with a player in it, that plays from a disk without a network.
///
/// `#t=12` shows the moment at 12 seconds, `#play` plays at once, `#t=12&play` both.
///
/// The recording lies in it in Base64, so that nothing in it can be HTML or script; the page may
/// run our two scripts, by their digests, and reach nothing.
public final class Page {

  /// Writes an asciicast.
  public interface Cast {
    void to(OutputStream out) throws IOException;
  }

  private static final String START =
      """
      const text = document.getElementById('cast').textContent;
      const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
      const data = new TextDecoder().decode(bytes);
      const asked = new URLSearchParams(location.hash.slice(1));
      const at = Number(asked.get('t')) || undefined;
      AsciinemaPlayer.create({data}, document.getElementById('player'),
        {fit: 'both', preload: true, autoPlay: asked.has('play'), startAt: at, poster: at ? 'npt:' + at : undefined});
      """;

  private Page() {}

  public static void write(Cast cast, OutputStream out) throws IOException {
    String player = resource("asciinema-player.min.js");
    String head =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src %s %s \
        'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
        base-uri 'none'; form-action 'none'">
        <meta name="referrer" content="no-referrer">
        <title>A recording of a session</title>
        <style>%s</style>
        <style>html, body, #player { height: 100%%; margin: 0; background: #121314; }</style>
        </head>
        <body>
        <div id="player"></div>
        <noscript><p style="color: #ddd">The player needs JavaScript.</p></noscript>
        <script type="text/plain" id="cast">\
        """
            .formatted(digest(player), digest(START), resource("asciinema-player.css"));
    out.write(head.getBytes(UTF_8));
    try (OutputStream encoded = Base64.getEncoder().wrap(new Unclosed(out))) {
      cast.to(encoded);
    }
    out.write(
        ("</script>\n<script>"
                + player
                + "</script>\n<script>"
                + START
                + "</script>\n</body>\n</html>\n")
            .getBytes(UTF_8));
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
