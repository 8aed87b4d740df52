package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static io.tapevault.browser.SessionTest.SID;
import static io.tapevault.browser.SessionTest.cast;
import static io.tapevault.browser.SessionTest.moment;
import static io.tapevault.browser.SessionTest.screen;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A session of which not everything is there, or of something else than a terminal: the page says
/// what it is, and shows what there is.
@Timeout(120)
final class WhatThereIsTest {

  private static final Path SAMPLES =
      Path.of(System.getProperty("tapevault.root", "../..")).resolve("events-samples");

  @TempDir private Path data;

  private static byte[] sample(String folder, String part) throws IOException {
    try (var files = Files.list(SAMPLES.resolve(folder))) {
      Path file =
          files
              .filter(one -> one.toString().contains(part) && one.toString().endsWith(".tar"))
              .findFirst()
              .orElseThrow();
      return Files.readAllBytes(file);
    }
  }

  private static Locator words(Page page, String title) {
    return page.locator(".notice").filter(new Locator.FilterOptions().setHasText(title));
  }

  @Test
  void what_is_encrypted_says_how_it_is_played_and_can_be_downloaded() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, sample("odd-recordings", "encrypted"));
      Page page = auditor.at("/sessions/" + SID);
      assertThat(words(page, "It is encrypted")).containsText("recordings play --identity");
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      page.locator("summary").getByText("Download").click();
      assertThat(page.getByRole(AriaRole.LINK, named("Original"))).isVisible();
      assertThat(page.getByRole(AriaRole.LINK, named(".txt"))).hasCount(0);
      auditor.listed(SID);
      auditor.at("/sessions");
      assertThat(page.locator(".rows .state")).hasText("encrypted");
    }
  }

  @Test
  void another_recording_of_a_session_plays_beside_the_same_events() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened("{\"event\":\"exec\",\"uid\":\"1\",\"sid\":\"%s\"}".formatted(SID));
      auditor.recorded(SID, cast("[1,\"o\",\"once\"]\n[2,\"o\",\"tw"));
      Page page = auditor.at("/sessions/" + SID);
      assertThat(words(page, "It ends too early")).isVisible();
      auditor.recorded(SID, cast("[1,\"o\",\"once\"]\n[2,\"o\",\"twice\"]\n"));
      Locator another = page.getByRole(AriaRole.LINK, named("another"));
      for (int i = 0; i < 40 && another.count() == 0; i++) {
        auditor.at("/sessions/" + SID);
        page.waitForTimeout(250);
      }
      another.click();
      assertThat(page.locator(".panel .rows")).containsText("oncetwice");
      assertThat(words(page, "It ends too early")).hasCount(0);
      page.getByRole(AriaRole.TAB, named("Events")).click();
      assertThat(page.locator(".happened")).containsText("exec");
      page.getByRole(AriaRole.LINK, named("the first")).click();
      assertThat(words(page, "It ends too early")).isVisible();
    }
  }

  @Test
  void what_is_cut_off_plays_as_far_as_it_goes() throws Exception {
    byte[] whole = sample("recordings", "400075d2");
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, Arrays.copyOf(whole, whole.length * 2 / 3));
      Page page = auditor.at("/sessions/" + SID);
      assertThat(words(page, "It ends too early")).isVisible();
      assertThat(moment(page)).isVisible();
      assertThat(page.locator(".panel .rows .all .row").first()).isVisible();
      page.keyboard().press("9");
      assertThat(screen(page)).not().isEmpty();
      page.locator("summary").getByText("Download").click();
      assertThat(page.getByRole(AriaRole.LINK, named(".txt"))).isVisible();
    }
  }

  @Test
  void what_is_damaged_alarms_and_plays_what_can_be_read() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast("[0.5,\"o\",\"still here\"]\n[oops\n[2,\"o\",\"!\"]\n"));
      Page page = auditor.at("/sessions/" + SID + "#t=0.5");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("It is damaged");
      assertThat(screen(page)).containsText("still here");
      assertThat(page.locator(".panel .rows")).containsText("still here");
    }
  }

  @Test
  void a_database_session_shows_its_queries() throws Exception {
    String event =
        "{\"event\":\"db.session.%s\",\"uid\":\"%s\",\"sid\":\"%s\",\"user\":\"ada\",\"db_service\":\"pg\",\"db_query\":\"%s\",\"time\":\"%s\"}\n";
    Instant ended = Instant.now().minus(Duration.ofDays(3));
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          event.formatted("start", "1", SID, "", ended.minusSeconds(60))
              + event.formatted("query", "2", SID, "select '<b>1</b>'", ended.minusSeconds(30))
              + event.formatted("end", "3", SID, "", ended));
      auditor.listed(SID);
      Page page = auditor.at("/sessions");
      assertThat(page.locator(".rows .state")).hasText("no recording");
      auditor.at("/sessions/" + SID);
      assertThat(words(page, "There is no recording of it")).isVisible();
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      assertThat(page.locator(".happened")).containsText("select '<b>1</b>'");
      auditor.recorded(SID, sample("odd-recordings", "nothing-to-show-db"));
      auditor.at("/sessions/" + SID);
      // Its questions and answers play as a transcript does.
      assertThat(
              page.getByRole(
                  AriaRole.REGION, new Page.GetByRoleOptions().setName("Recording").setExact(true)))
          .isVisible();
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    }
  }

  @Test
  void what_began_long_ago_and_has_no_end_is_not_called_running() throws Exception {
    String event = "{\"event\":\"session.start\",\"uid\":\"%s\",\"sid\":\"%s\",\"time\":\"%s\"}\n";
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          event.formatted("1", "old", Instant.now().minus(Duration.ofDays(40)))
              + event.formatted("2", "new", Instant.now().minus(Duration.ofDays(20))));
      auditor.listed("old");
      auditor.listed("new");
      Page page = auditor.at("/sessions");
      assertThat(page.locator(".rows .state")).hasText(new String[] {"running", "no end"});
      auditor.at("/sessions/old");
      assertThat(words(page, "Nothing tells of its end")).isVisible();
    }
  }

  @Test
  void events_that_are_not_within_the_recording_lead_nowhere() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"session.start","uid":"1","sid":"%1$s","ei":0,"time":"2026-11-01T00:00:00Z"}
          {"event":"exec","uid":"2","sid":"%1$s","ei":1,"time":"2026-11-01T00:00:02Z"}
          {"event":"exec","uid":"3","sid":"%1$s","ei":2,"time":"2026-11-01T00:07:00Z"}
          {"event":"odd","uid":"4","sid":"%1$s","ei":3}
          """
              .formatted(SID));
      auditor.recorded(SID, cast("[0.5,\"o\",\"a\"]\n[3,\"o\",\"b\"]\n"));
      Page page = SessionTest.watch(auditor, "");
      page.getByRole(AriaRole.TAB, named("Events")).click();
      Locator times = page.locator(".happened .time");
      assertThat(times.filter(new Locator.FilterOptions().setHasText("0:02"))).isEnabled();
      assertThat(times.filter(new Locator.FilterOptions().setHasText("7:00"))).isDisabled();
      assertThat(times.filter(new Locator.FilterOptions().setHasText("—")).first()).isDisabled();
      times.filter(new Locator.FilterOptions().setHasText("0:02")).click();
      assertThat(moment(page)).hasText("0:02 / 0:03");
      assertEquals(1, page.locator(".marks span").count());
    }
  }

  @Test
  void a_hostile_session_does_nothing_anywhere() throws Exception {
    String hostile = "<img src=x onerror=document.title=1>";
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"session.start","uid":"1","sid":"%1$s","ei":0,"user":"%2$s","login":"a\\u202eb","server_hostname":"javascript:alert(1)","time":"2026-11-01T00:00:00Z","big":"%3$s"}
          {"event":"exec","uid":"2","sid":"%1$s","ei":1,"command":"%2$s","time":"2026-11-01T00:00:00.5Z"}
          """
              .formatted(SID, hostile, "A".repeat(1_000_000)));
      auditor.recorded(
          SID,
          cast(
              """
              [0.1,"o","\\u001b]0;%1$s\\u0007\\u001b]52;c;b3duZWQ=\\u0007\\u001b[5i\\u001b[6n"]
              [0.2,"o","\\u001b]8;;javascript:document.title=2\\u0007needle %1$s\\u001b]8;;\\u0007"]
              [1.0,"o","."]
              """
                  .formatted(hostile)));
      auditor.listed(SID);
      Page page = auditor.at("/sessions");
      assertThat(page.locator(".rows .all .row")).containsText(hostile);
      assertThat(page.locator(".rows .all .row")).containsText("a\\u202eb");
      SessionTest.watch(auditor, "#t=0.9");
      assertThat(page.getByRole(AriaRole.HEADING, named(hostile))).isVisible();
      assertThat(screen(page)).containsText("needle " + hostile);
      assertThat(page.locator(".panel .rows .line").first()).containsText("needle " + hostile);
      assertThat(page.locator(".marks span"))
          .hasAttribute("title", Pattern.compile("exec <img src=x"));
      for (int i = 0; i < 40 && page.locator(".hits li").count() == 0; i++) {
        auditor.at("/sessions?q=needle");
        page.waitForTimeout(250);
      }
      assertThat(page.locator(".hits code")).containsText("needle " + hostile);
      assertThat(page).hasTitle("Sessions · Tapevault");
      assertEquals(0, page.locator("img[src=x], a[href^=javascript], #page script").count());
    }
  }
}
