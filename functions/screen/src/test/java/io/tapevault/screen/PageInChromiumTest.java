package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A page, opened from a disk in a browser that reaches nothing.
@Timeout(120)
final class PageInChromiumTest {

  private static final String SCREEN =
      "[...document.querySelectorAll('.ap-line')].map(line => line.textContent.trimEnd()).join('/')";
  private static final String HOSTILE =
      "</script><img src=x onerror=document.title=1><script>document.title=2</script>";

  @TempDir private Path folder;

  private URI page(String... events) throws Exception {
    Path page = folder.resolve("page.html");
    String cast = "{\"version\":2,\"width\":100,\"height\":3}\n" + String.join("\n", events) + "\n";
    try (OutputStream out = Files.newOutputStream(page)) {
      Page.write(to -> to.write(cast.getBytes(UTF_8)), out);
    }
    return page.toUri();
  }

  private Chromium browser() throws Exception {
    assumeTrue(Files.isExecutable(Chromium.COMMAND), Chromium.COMMAND + " is not installed here");
    return Chromium.start(folder.resolve("profile"));
  }

  @Test
  void it_plays_to_its_end_and_shows_a_moment() throws Exception {
    URI page =
        page(
            "[0.5,\"o\",\"first\\r\\n\"]",
            "[1.0,\"o\",\"ä你 second\\r\\n\"]",
            "[1.5,\"o\",\"last\"]",
            "[90,\"m\",\"\"]");
    try (Chromium browser = browser()) {
      browser.open(page.resolve("#play"));
      assertEquals("first/ä你 second/last", browser.awaited(SCREEN, "first/ä你 second/last"));
      browser.open(URI.create(page + "?again#t=1.2"));
      assertEquals("first/ä你 second/", browser.awaited(SCREEN, "first/ä你 second/"));
    }
  }

  @Test
  void nothing_in_a_session_is_markup() throws Exception {
    URI page = page("[0.1,\"o\",\"" + HOSTILE + "\"]", "[90,\"m\",\"\"]");
    try (Chromium browser = browser()) {
      browser.open(page.resolve("#play"));
      assertEquals(HOSTILE + "//", browser.awaited(SCREEN, HOSTILE + "//"));
      assertEquals("0", browser.value("String(document.images.length)"));
      assertEquals("A recording of a session", browser.value("document.title"));
    }
  }
}
