package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static io.tapevault.browser.SessionTest.SID;
import static io.tapevault.browser.SessionTest.cast;
import static io.tapevault.browser.SessionTest.moment;
import static io.tapevault.browser.SessionTest.screen;
import static io.tapevault.browser.SessionTest.watch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an auditor does with a recording that plays.
@Timeout(120)
final class TheatreTest {

  private static final byte[] RECORDING =
      cast("[1,\"o\",\"first\"]\n[5,\"o\",\"\\r\\nsecond\"]\n[10,\"o\",\"\\r\\nlast\"]\n");

  @TempDir private Path data;

  @Test
  void the_timeline_shows_what_stood_on_the_screen_where_the_pointer_is() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, RECORDING);
      Page page = watch(auditor, "");
      BoundingBox line = page.locator(".timeline").boundingBox();
      String svg =
          page.waitForResponse(
                  answer -> answer.url().contains("/recording.svg?at=6"),
                  () -> page.mouse().move(line.x + line.width * 0.6, line.y + line.height / 2))
              .text();
      assertTrue(svg.contains("second") && !svg.contains("last"), svg);
      assertThat(page.locator(".preview span")).hasText("0:06");
      Locator picture = page.locator(".preview img");
      assertThat(picture).isVisible();
      page.waitForFunction("document.querySelector('.preview img').naturalWidth > 0");
      page.mouse().move(line.x, line.y - 200);
      assertThat(page.locator(".preview")).hasCount(0);
    }
  }

  @Test
  void it_fills_the_screen_and_comes_back() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, RECORDING);
      Page page = watch(auditor, "#t=5");
      page.keyboard().press("f");
      page.waitForFunction("document.fullscreenElement?.matches('.theatre')");
      assertThat(screen(page)).containsText("second");
      page.keyboard().press("0");
      assertThat(moment(page)).hasText("0:00 / 0:10");
      page.keyboard().press("f");
      page.waitForFunction("document.fullscreenElement === null");
      page.getByRole(AriaRole.BUTTON, named("Full screen")).click();
      page.waitForFunction("document.fullscreenElement !== null");
    }
  }

  @Test
  void every_form_is_downloaded() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, RECORDING);
      Page page = watch(auditor, "");
      page.locator("summary").getByText("Download").click();
      assertArrayEquals(RECORDING, downloaded(page, "Original"));
      assertEquals("first\nsecond\nlast\n", new String(downloaded(page, ".txt"), UTF_8));
      assertTrue(new String(downloaded(page, ".cast"), UTF_8).startsWith("{\"version\":2,"));
      assertTrue(new String(downloaded(page, ".json"), UTF_8).contains("\"text\":\"second\""));
      assertTrue(new String(downloaded(page, ".html"), UTF_8).contains("<html"));
    }
  }

  private static byte[] downloaded(Page page, String form) throws Exception {
    Page.GetByRoleOptions link = named(form).setExact(true);
    Download file = page.waitForDownload(() -> page.getByRole(AriaRole.LINK, link).click());
    assertTrue(file.suggestedFilename().startsWith(SID), file.suggestedFilename());
    return Files.readAllBytes(file.path());
  }

  @Test
  void a_link_to_the_moment_and_an_event_are_copied() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      String event = "{\"event\":\"x\",\"uid\":\"1\",\"a\":1.10,\"b\":\"\\u202e\"}";
      auditor.happened(event);
      auditor.recorded(SID, RECORDING);
      Page page = auditor.page();
      page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      watch(auditor, "#t=5");
      page.keyboard().press("c");
      assertThat(page.locator(".controls [role=status]")).hasText("A link to 0:05 is copied");
      assertEquals(auditor.vault() + "/sessions/" + SID + "#t=5", clipboard(page));
      auditor.at("/events?type=x");
      page.locator(".rows .all .row").click();
      page.getByRole(AriaRole.BUTTON, named("Copy")).click();
      assertThat(page.locator(".detail [role=status]")).hasText("Copied");
      assertEquals(event, clipboard(page));
      auditor.at("/start");
      page.getByRole(AriaRole.BUTTON, named("Copy")).first().click();
      assertThat(page.getByRole(AriaRole.BUTTON, named("Copied"))).isVisible();
      assertTrue(clipboard(page).startsWith("curl -sS " + auditor.vault() + "/v1/events"));
    }
  }

  private static String clipboard(Page page) {
    return (String) page.evaluate("navigator.clipboard.readText()");
  }

  @Test
  void with_the_keyboard_alone_a_session_is_opened_watched_searched_and_downloaded()
      throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, RECORDING);
      auditor.listed(SID);
      Page page = auditor.at("/sessions");
      assertThat(page.locator(".rows .all .row")).hasCount(1);
      tab(page, ".rows");
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Enter");
      assertThat(moment(page)).hasText("0:00 / 0:10");
      page.keyboard().press("?");
      Locator keys = page.getByRole(AriaRole.DIALOG, named("Keys"));
      assertThat(keys).containsText("full screen");
      page.keyboard().press("Escape");
      assertThat(keys).hasCount(0);
      page.keyboard().press(" ");
      assertThat(page.getByRole(AriaRole.BUTTON, named("Pause"))).isVisible();
      page.keyboard().press(" ");
      page.keyboard().press("5");
      assertThat(screen(page)).containsText("second");
      page.keyboard().press("ArrowRight");
      assertThat(screen(page)).containsText("last");
      page.keyboard().press("ArrowLeft");
      assertThat(moment(page)).hasText("0:05 / 0:10");
      tab(page, ".find input");
      page.keyboard().type("first");
      page.keyboard().press("Enter");
      assertThat(moment(page)).hasText("0:01 / 0:10");
      tab(page, ".menu summary");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.LINK, named("Original"))).isVisible();
      page.keyboard().press("Tab");
      Download file = page.waitForDownload(() -> page.keyboard().press("Enter"));
      assertTrue(file.suggestedFilename().endsWith(".cast"), file.suggestedFilename());
      page.keyboard().press("Escape");
      assertThat(page.getByRole(AriaRole.LINK, named("Original"))).isHidden();
      assertThat(page.locator(":focus")).hasText(Pattern.compile("Download"));
    }
  }

  /// Goes on, and from the end to the begin, until the focus is there.
  private static void tab(Page page, String selector) {
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      if ((Boolean) page.evaluate("at => !!document.activeElement?.matches(at)", selector)) {
        return;
      }
    }
    throw new AssertionError("nobody comes to " + selector + " with Tab");
  }
}
