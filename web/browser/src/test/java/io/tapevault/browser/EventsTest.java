package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Everything that happened, as an auditor looks for something in it.
@Timeout(120)
final class EventsTest {

  private static final String ODD_NUMBERS =
      "{\"event\":\"x\",\"uid\":\"n\",\"time\":\"2026-11-01T00:00:00Z\",\"a\":9223372036854775807,"
          + "\"b\":1.10,\"c\":-0,\"d\":1e400,\"e\":0.1000000000000000055}";

  @TempDir private Path data;

  private static Locator rows(Page page) {
    return page.locator(".rows .all .row");
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return named(name).setExact(true);
  }

  @Test
  void a_filter_is_in_the_address_and_back_and_forward_work() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"user.login","uid":"1","user":"ada","time":"2026-11-01T00:00:00Z"}
          {"event":"user.login","uid":"2","user":"bob","time":"2026-11-01T00:00:01Z"}
          {"event":"exec","uid":"3","user":"ada","command":"ls -l","time":"2026-11-01T00:00:02Z"}
          """);
      Page page = auditor.at("/events");
      assertThat(rows(page)).hasCount(3);
      page.getByLabel("Type").fill("user.login");
      page.getByRole(AriaRole.BUTTON, exactly("Search")).click();
      assertThat(rows(page)).hasCount(2);
      rows(page).filter(new Locator.FilterOptions().setHasText("ada")).click();
      page.getByRole(AriaRole.BUTTON, exactly("Not these: user")).click();
      assertThat(rows(page)).hasCount(1);
      assertThat(rows(page)).containsText("bob");
      assertThat(page).hasURL(Pattern.compile("type=user\\.login&not=user%3D%22ada%22$"));
      page.goBack();
      assertThat(rows(page)).hasCount(2);
      page.goBack();
      assertThat(rows(page)).hasCount(3);
      page.goForward();
      page.goForward();
      assertThat(rows(page)).hasCount(1);
      page.reload();
      assertThat(rows(page)).hasCount(1);
      page.getByLabel("Contains").fill("LS -l");
      page.getByRole(AriaRole.BUTTON, exactly("Clear")).click();
      page.getByLabel("Contains").fill("LS -l");
      page.getByLabel("Contains").press("Enter");
      assertThat(rows(page)).hasCount(1);
      assertThat(rows(page)).containsText("exec");
    }
  }

  @Test
  void numbers_keep_their_characters_wherever_they_are_shown_used_and_exported() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(ODD_NUMBERS);
      auditor.happened(
          "{\"event\":\"x\",\"uid\":\"m\",\"time\":\"2026-11-02T00:00:00Z\",\"a\":9223372036854775806}");
      Page page = auditor.at("/events");
      rows(page).nth(1).click();
      for (String number :
          List.of("9223372036854775807", "1.10", "-0", "1e400", "0.1000000000000000055")) {
        assertThat(page.locator(".json")).containsText(": " + number);
        assertThat(
                page.locator(".member")
                    .getByText(number, new Locator.GetByTextOptions().setExact(true)))
            .isVisible();
      }
      page.getByRole(AriaRole.BUTTON, exactly("Only these: a")).click();
      assertThat(rows(page)).hasCount(1);
      page.getByText("Export", new Page.GetByTextOptions().setExact(true)).click();
      Download lines =
          page.waitForDownload(() -> page.getByRole(AriaRole.LINK, exactly("NDJSON")).click());
      assertEquals(ODD_NUMBERS + "\n", Files.readString(lines.path()));
      Download csv =
          page.waitForDownload(() -> page.getByRole(AriaRole.LINK, exactly("CSV")).click());
      String quoted = '"' + ODD_NUMBERS.replace("\"", "\"\"") + '"';
      assertTrue(Files.readString(csv.path()).endsWith("n," + quoted + "\n"));
    }
  }

  @Test
  void the_day_of_25_hours_is_asked_for_whole_and_its_hours_are_told_apart() throws Exception {
    Browser.NewContextOptions berlin =
        new Browser.NewContextOptions().setTimezoneId("Europe/Berlin").setViewportSize(1280, 800);
    try (Auditor auditor = Auditor.comes(data, berlin)) {
      auditor.happened(
          """
          {"event":"before","uid":"0","time":"2026-10-24T21:59:59Z"}
          {"event":"first","uid":"1","time":"2026-10-25T00:30:00Z"}
          {"event":"second","uid":"2","time":"2026-10-25T01:30:00Z"}
          {"event":"after","uid":"3","time":"2026-10-25T23:00:00Z"}
          """);
      Page page = auditor.at("/events");
      page.getByRole(AriaRole.BUTTON, exactly("UTC")).click();
      page.getByLabel("From (local time)").fill("2026-10-25");
      String asked =
          page.waitForRequest(
                  request -> request.url().contains("/v1/events?from="),
                  () -> page.getByLabel("From (local time)").press("Enter"))
              .url();
      assertTrue(
          asked.contains("from=2026-10-24T22%3A00%3A00Z&to=2026-10-25T23%3A00%3A00Z"), asked);
      assertThat(rows(page)).hasCount(2);
      assertThat(rows(page).nth(1)).containsText("2026-10-25 02:30:00.000 +02:00");
      assertThat(rows(page).nth(0)).containsText("2026-10-25 02:30:00.000 +01:00");
      page.getByLabel("From (local time)").fill("2026-03-29 02:30");
      page.getByLabel("From (local time)").press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT))
          .containsText("would be 2026-03-29 03:30:00 +02:00");
    }
  }

  @Test
  void what_is_hostile_does_nothing() throws Exception {
    String hostile = "</script><img src=x onerror=document.title='owned'><script>1</script>";
    String big = "A".repeat(1_000_000);
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          "{\"event\":\"%s\",\"uid\":\"1\",\"user\":\"a\\u202eb\",\"server_hostname\":\"javascript:alert(1)\",\"command\":\"\\u001b]0;t\\u0007\",\"big\":\"%s\",\"time\":\"2026-11-01T00:00:00Z\"}"
              .formatted(hostile, big));
      Page page = auditor.at("/events?is=" + URLEncoder.encode("user=\"a\u202eb\"", UTF_8));
      assertThat(rows(page)).hasCount(1);
      assertThat(rows(page)).containsText(hostile);
      assertThat(rows(page)).containsText("a\\u202eb");
      assertThat(rows(page)).containsText("\\u001b]0;t\\u0007");
      rows(page).click();
      assertThat(page.locator(".json")).containsText("\\u001b]0;t\\u0007");
      page.getByRole(AriaRole.BUTTON, named("Show all")).click();
      assertThat(page.locator(".json")).containsText(big);
      assertThat(page).hasTitle("Events · Tapevault");
      assertEquals(0, page.locator("#page img, #page script, a[href^=javascript]").count());
    }
  }

  @Test
  void every_filter_is_a_chip_in_the_address_and_asked_of_the_vault() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"db.session.start","uid":"1","user":"ada, the first","sid":"s-1","code":"TDB00I","success":true,"server_hostname":"db-1","n":7}
          {"event":"db.session.end","uid":"2","user":"ada, the first","sid":"s-1","code":"TDB01I","success":false,"server_id":"4f","n":8}
          {"event":"exec","uid":"3","user":"bob","sid":"s-2","n":7}
          """);
      Page page = auditor.at("/events");
      assertThat(rows(page)).hasCount(3);
      page.getByLabel("User").fill("ada, the first");
      page.getByLabel("Type").fill("db.session.*");
      page.getByLabel("Type").press("Enter");
      assertThat(rows(page)).hasCount(2);
      assertThat(page).hasURL(Pattern.compile("type=db.session.\\*&user=ada%2C\\+the\\+first$"));
      assertThat(page.locator(".bars figcaption")).containsText("2 events");
      page.getByText("More filters").click();
      page.getByLabel("Condition").fill("n == 8 || exists(nowhere)");
      String asked =
          page.waitForRequest(
                  request -> request.url().contains("/v1/events?"),
                  () -> page.getByLabel("Condition").press("Enter"))
              .url();
      assertTrue(asked.contains("user=ada%2C+the+first&where=%28n+%3D%3D+8"), asked);
      assertThat(rows(page)).hasCount(1);
      assertThat(rows(page)).containsText("db.session.end");
      page.getByRole(AriaRole.BUTTON, named("Remove: the condition")).click();
      page.getByText("More filters").click();
      page.getByLabel("Success").selectOption("true");
      assertThat(rows(page)).containsText("db.session.start");
      assertThat(rows(page)).hasCount(1);
      page.getByRole(AriaRole.BUTTON, exactly("success = true")).click();
      assertThat(rows(page)).containsText("db.session.end");
      page.getByRole(AriaRole.BUTTON, exactly("Clear")).click();
      assertThat(rows(page)).hasCount(3);
      auditor.at("/events?session=s-1&server=4f&code=TDB01I");
      assertThat(rows(page)).hasCount(1);
      page.getByRole(AriaRole.BUTTON, exactly("code = TDB01I")).click();
      assertThat(page.getByText("Nothing was found")).isVisible();
      auditor.at("/events?where=equals(n");
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(1);
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("'where': character");
    }
  }

  @Test
  void the_bars_are_what_the_vault_counts_and_not_what_is_read() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      many.append(
          "{\"event\":\"%s\",\"uid\":\"%d\",\"time\":\"2026-11-01T%02d:%02d:00Z\"}\n"
              .formatted(i % 3 == 0 ? "a" : "b", i, i / 125 % 24, i % 60));
    }
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(many.toString());
      Page page = auditor.at("/events");
      assertThat(page.locator(".count")).hasText("200 events · there are more");
      assertThat(page.locator(".bars figcaption")).containsText("3\u2009000 events");
      page.locator(".bars svg.choosable").focus();
      page.keyboard().press("Home");
      assertThat(page.locator(".bars figcaption"))
          .containsText(Pattern.compile(": \\d+ b, \\d+ a"));
      auditor.at("/events?type=a&text=uid");
      assertThat(page.locator(".bars figcaption"))
          .containsText("1\u2009000 events, before this page looked into them");
    }
  }

  @Test
  void an_export_has_all_that_the_search_finds_also_where_the_page_looks_itself() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      many.append(
          "{\"event\":\"e\",\"uid\":\"%d\",\"user\":\"%s\",\"of\":\"=1+%d\"}\n"
              .formatted(i, i % 2 == 0 ? "ada" : "bob", i));
    }
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(many.toString());
      Page page = auditor.at("/events?user=ada");
      assertEquals(600, exported(page, "NDJSON").lines().count());
      assertEquals(601, exported(page, "CSV").lines().count());
      auditor.at("/events?user=ada&text=1%2B11");
      assertThat(page.locator(".count")).containsText("events of 600 looked through");
      assertEquals(55, exported(page, "NDJSON").lines().count());
      assertEquals(56, exported(page, "CSV").lines().count());
    }
  }

  private static String exported(Page page, String format) throws Exception {
    page.locator("summary").getByText("Export").click();
    Download file =
        page.waitForDownload(() -> page.getByRole(AriaRole.LINK, exactly(format)).click());
    page.keyboard().press("Escape");
    return Files.readString(file.path());
  }

  @Test
  void what_has_no_time_of_its_own_shows_when_it_came() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened("{\"event\":\"x\",\"uid\":\"1\"}");
      Page page = auditor.at("/events");
      assertThat(rows(page).locator(".time"))
          .hasText(Pattern.compile("20\\d\\d-\\d\\d-\\d\\d \\d\\d:.*received"));
    }
  }

  @Test
  void with_the_keyboard_alone() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"one","uid":"1","time":"2026-11-01T00:00:00Z"}
          {"event":"two","uid":"2","time":"2026-11-01T00:00:01Z"}
          """);
      Page page = auditor.at("/events");
      assertThat(rows(page)).hasCount(2);
      for (int i = 0; i < 40 && !isAtRows(page); i++) {
        page.keyboard().press("Tab");
      }
      page.keyboard().press("ArrowDown");
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Enter");
      assertThat(page.locator(".detail h2")).hasText("one");
      page.keyboard().press("Escape");
      assertThat(page.locator(".detail")).hasCount(0);
      assertTrue(isAtRows(page), "the focus comes back");
    }
  }

  private static boolean isAtRows(Page page) {
    return (Boolean) page.evaluate("document.activeElement.matches('.rows')");
  }

  @Test
  void what_comes_while_somebody_looks_is_seen() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened("{\"event\":\"one\",\"uid\":\"1\"}");
      Page page = auditor.at("/events");
      assertThat(rows(page)).hasCount(1);
      page.getByRole(AriaRole.BUTTON, named("Live")).click();
      auditor.happened("{\"event\":\"two\",\"uid\":\"2\"}");
      assertThat(rows(page)).hasCount(2);
      assertThat(rows(page).first()).containsText("two");
    }
  }

  @Test
  void ten_thousand_rows_are_scrolled_and_few_are_in_the_page() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.append(
          "{\"event\":\"e\",\"uid\":\"%d\",\"time\":\"2026-11-01T00:%02d:%02dZ\"}\n"
              .formatted(i, i / 60 % 60, i % 60));
    }
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(many.toString());
      Page page = auditor.at("/events?order=asc");
      assertThat(rows(page).first()).isVisible();
      Locator box = page.locator(".rows");
      for (int i = 0;
          i < 100 && !page.locator(".count").innerText().startsWith("10\u2009000");
          i++) {
        box.evaluate("box => box.scrollTo(0, box.scrollHeight)");
        page.waitForTimeout(50);
      }
      assertThat(page.locator(".count")).hasText("10\u2009000 events");
      assertTrue(rows(page).count() < 200, "rows in the page: " + rows(page).count());
    }
  }

  @Test
  void bars_of_a_time_are_chosen_with_the_keyboard_and_with_the_pointer() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"one","uid":"1","time":"2026-11-01T00:00:00Z"}
          {"event":"two","uid":"2","time":"2026-11-01T01:00:00Z"}
          {"event":"two","uid":"3","time":"2026-11-01T01:00:01Z"}
          """);
      Page page = auditor.at("/events");
      Locator bars = page.locator(".bars svg.choosable");
      bars.focus();
      page.keyboard().press("End");
      assertThat(page.locator(".bars figcaption")).containsText("2 events");
      page.keyboard().press("Enter");
      assertThat(rows(page)).hasCount(2);
      assertThat(page).hasURL(Pattern.compile("from=2026-11-01T01%3A00%3A00Z&to=2026-11-01T01"));
      page.goBack();
      assertThat(rows(page)).hasCount(3);
      BoundingBox box = bars.boundingBox();
      page.mouse().move(box.x + 2, box.y + 20);
      page.mouse().down();
      page.mouse().move(box.x + box.width / 2, box.y + 20);
      page.mouse().up();
      assertThat(rows(page)).hasCount(1);
      assertThat(rows(page)).containsText("one");
    }
  }

  @Test
  void a_search_that_is_kept_is_there_again() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened("{\"event\":\"one\",\"uid\":\"1\"}{\"event\":\"two\",\"uid\":\"2\"}");
      Page page = auditor.at("/events?type=two");
      page.locator("summary").getByText("Saved").click();
      page.getByLabel("Name of this search").fill("only <b>two</b>");
      page.getByRole(AriaRole.BUTTON, exactly("Keep")).click();
      auditor.at("/events");
      assertThat(rows(page)).hasCount(2);
      page.locator("summary").getByText("Saved").click();
      page.getByRole(AriaRole.BUTTON, exactly("only <b>two</b>")).click();
      assertThat(rows(page)).hasCount(1);
    }
  }
}
