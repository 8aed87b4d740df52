package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.SessionTest.SID;
import static io.tapevault.browser.SessionTest.cast;
import static io.tapevault.browser.SessionTest.moment;
import static io.tapevault.browser.SessionTest.screen;
import static io.tapevault.browser.SessionTest.watch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stood on a screen, beside it and found; and what is too much to be got at once.
@Timeout(120)
final class TranscriptTest {

  @TempDir private Path data;

  @Test
  void a_hit_in_the_transcript_shows_its_moment_and_the_transcript_follows() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(
          SID,
          cast(
              """
              [1,"o","needle one\\r\\n"]
              [601,"o","needle two\\r\\n"]
              [602,"o","end"]
              """));
      Page page = watch(auditor, "");
      Locator lines = page.locator(".beside .rows .all .row");
      assertThat(lines).hasCount(3);
      page.getByLabel("Find in this transcript").fill("needle");
      page.keyboard().press("Enter");
      assertThat(moment(page)).hasText("0:01 / 10:02");
      page.keyboard().press("Enter");
      assertThat(moment(page)).hasText("10:01 / 10:02");
      assertThat(screen(page)).containsText("needle two");
      assertThat(page.locator(".beside .row.chosen")).containsText("needle two");
      lines.first().click();
      assertThat(moment(page)).hasText("0:01 / 10:02");
      assertThat(page.locator(".beside .row.chosen")).containsText("needle one");
    }
  }

  @Test
  void a_word_in_any_transcript_leads_to_its_moment() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(
          SID,
          cast("[1,\"o\",\"a\\r\\n\"]\n[61,\"o\",\"haystack needle\\r\\n\"]\n[90,\"o\",\"z\"]\n"));
      Page page = auditor.at("/sessions");
      Locator hit = page.locator(".hits a");
      for (int i = 0; i < 40 && hit.count() == 0; i++) {
        page.getByLabel("In all transcripts").fill("needle");
        page.getByLabel("In all transcripts").press("Enter");
        page.waitForTimeout(250);
        if (hit.count() == 0) {
          auditor.at("/sessions");
        }
      }
      hit.click();
      assertThat(moment(page)).hasText("1:01 / 1:30");
      assertThat(screen(page)).containsText("haystack needle");
      assertThat(page.getByLabel("Find in this transcript")).hasValue("needle");
    }
  }

  @Test
  void what_printed_very_much_is_got_in_pieces() throws Exception {
    StringBuilder much = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      much.append("[")
          .append(i)
          .append(",\"o\",\"")
          .append("x".repeat(500))
          .append(i)
          .append("\\r\\n\"]\n");
    }
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast(much.toString()));
      List<String> asked = new ArrayList<>();
      auditor.page().onRequest(request -> asked.add(request.url()));
      Page page = watch(auditor, "#t=1500");
      assertThat(screen(page)).containsText("x1500");
      page.keyboard().press("1");
      assertThat(screen(page)).containsText("x299");
      assertTrue(asked.stream().anyMatch(url -> url.contains("/recording.segments/")), "pieces");
      assertTrue(asked.stream().noneMatch(url -> url.contains("/recording.cast")), "not all of it");
    }
  }

  private static byte[] veryMany() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      many.append(
          "[%d.%d,\"o\",\"line %d. of very many, so that they are many bytes\\r\\n\"]\n"
              .formatted(i / 10, i % 10, i));
    }
    return cast(many.toString());
  }

  @Test
  void finding_looks_through_all_of_a_long_recording() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, veryMany());
      Page page = watch(auditor, "#t=1500");
      assertThat(page.locator(".panel .rows")).containsText("line 15000.");
      Locator find = page.getByLabel("Find in this transcript");
      Locator found = page.locator(".find [role=status]");
      find.fill("LINE 29990.");
      find.press("Enter");
      assertThat(moment(page)).hasText("49:59 / 49:59");
      assertThat(found).hasText("1 of 1");
      assertThat(page.locator(".panel .row.chosen")).containsText("line 29990.");
      find.fill("very many");
      find.press("Enter");
      assertThat(found).hasText("1 of 1\u2009000 and more");
      assertThat(moment(page)).hasText("0:00 / 49:59");
      find.fill("nowhere");
      find.press("Enter");
      assertThat(found).hasText("not found");
    }
  }

  @Test
  void a_long_recording_is_read_where_it_plays() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, veryMany());
      Page page = watch(auditor, "#t=1500");
      assertThat(screen(page)).containsText("line 15000.");
      assertThat(page.locator(".panel")).containsText("it is long, so");
      assertThat(page.locator(".panel .rows")).containsText("line 15000.");
      assertThat(page.locator(".panel .rows"))
          .hasAttribute("aria-rowcount", Pattern.compile("^\\d{2,4}$"));
      page.getByLabel("Find in this transcript").fill("15010.");
      page.keyboard().press("Enter");
      assertThat(moment(page)).hasText("25:01 / 49:59");
      page.getByLabel("Moment").focus();
      page.keyboard().press("1");
      assertThat(page.locator(".panel .rows")).containsText("line 2999.");
    }
  }
}
