package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A session, as an auditor watches it.
@Timeout(120)
final class SessionTest {

  static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String IDLE = "[1,\"o\",\"a\"]\n[601,\"o\",\"b\"]\n";

  @TempDir private Path data;

  static byte[] cast(String events) {
    return ("{\"version\":2,\"width\":80,\"height\":24}\n" + events).getBytes(UTF_8);
  }

  static Locator screen(Page page) {
    return page.locator(".screen .ap-term");
  }

  static Locator moment(Page page) {
    return page.locator(".moment");
  }

  static Page watch(Auditor auditor, String hash) {
    Page page = auditor.at("/sessions/" + SID + hash);
    assertThat(moment(page)).isVisible();
    return page;
  }

  @Test
  void a_session_is_found_and_plays_to_its_end() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          "{\"event\":\"session.start\",\"uid\":\"1\",\"sid\":\"%s\",\"user\":\"ada\",\"login\":\"root\",\"server_hostname\":\"web-1\",\"time\":\"2026-11-01T00:00:00Z\"}"
              .formatted(SID));
      auditor.recorded(SID, cast("[0.2,\"o\",\"first\\r\\n\"]\n[0.6,\"o\",\"ä你 last\"]\n"));
      auditor.listed(SID);
      Page page = auditor.at("/sessions");
      page.locator(".rows .all .row").getByText("ada").click();
      assertThat(page.getByRole(AriaRole.HEADING, named("ada as root on web-1"))).isVisible();
      page.getByRole(AriaRole.BUTTON, named("Play")).click();
      assertThat(screen(page)).containsText("last");
      assertThat(page.getByRole(AriaRole.BUTTON, named("Play"))).isVisible();
      assertThat(moment(page)).hasText("0:00 / 0:00");
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_link_to_a_moment_shows_it_whether_idle_time_is_skipped_or_not(boolean skips)
      throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast(IDLE));
      Page page = watch(auditor, "#t=601");
      assertThat(screen(page)).containsText("ab");
      assertThat(moment(page)).hasText("10:01 / 10:01");
      page.getByLabel("Skip idle").setChecked(skips);
      page.keyboard().press("0");
      assertThat(moment(page)).hasText("0:00 / 10:01");
      page.navigate(auditor.vault() + "/sessions/" + SID + "#t=600.5");
      assertThat(moment(page)).hasText("10:00 / 10:01");
      assertThat(screen(page)).not().containsText("ab");
      assertThat(screen(page)).containsText("a");
    }
  }

  @Test
  void idle_time_is_skipped_by_the_recordings_own_clock() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast(IDLE));
      Page page = watch(auditor, "");
      page.getByRole(AriaRole.BUTTON, named("Play")).click();
      assertThat(screen(page)).containsText("ab");
      assertThat(moment(page)).hasText("10:01 / 10:01");
    }
  }

  @Test
  void keys_work_while_nothing_is_shown_for_ten_minutes() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast(IDLE));
      Page page = watch(auditor, "#t=5");
      page.keyboard().press("i");
      assertThat(page.getByLabel("Skip idle")).not().isChecked();
      page.keyboard().press(" ");
      assertThat(page.getByRole(AriaRole.BUTTON, named("Pause"))).isVisible();
      page.keyboard().press(" ");
      assertThat(page.getByRole(AriaRole.BUTTON, named("Play"))).isVisible();
      page.getByLabel("Speed").selectOption("8");
      page.keyboard().press("9");
      assertThat(moment(page)).hasText("9:00 / 10:01");
      page.keyboard().press("Shift+ArrowRight");
      assertThat(screen(page)).containsText("ab");
      page.keyboard().press("0");
      assertThat(moment(page)).hasText("0:00 / 10:01");
      assertThat(screen(page)).not().containsText("a");
      page.keyboard().press("?");
      assertThat(page.getByRole(AriaRole.DIALOG, named("Keys"))).isVisible();
    }
  }

  @Test
  void a_jump_shows_the_screen_of_that_moment() throws Exception {
    String editor =
        """
        [1,"o","A"]
        [2,"r","120x40"]
        [3,"o","\\u001b[40;120HX"]
        [6,"o","\\u001b[?1049h\\u001b[2J\\u001b[HV"]
        [8,"o","\\u001b[?1049l"]
        [9,"o","B"]
        """;
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast(editor));
      Page page = watch(auditor, "#t=7");
      assertThat(screen(page)).containsText("V");
      assertThat(screen(page)).not().containsText("A");
      for (String moment : new String[] {"4", "8.5", "4"}) {
        page.navigate(auditor.vault() + "/sessions/" + SID + "#t=" + moment);
        assertThat(screen(page)).containsText(Pattern.compile("A.*X", Pattern.DOTALL));
        assertThat(screen(page)).not().containsText("V");
      }
    }
  }

  @Test
  void a_recording_of_nothing_plays() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      String nothing = "{\"version\":2,\"width\":0,\"height\":0}\n[0.0,\"o\",\"x\"]\n";
      auditor.recorded(SID, nothing.getBytes(UTF_8));
      Page page = watch(auditor, "");
      assertThat(screen(page)).containsText("x");
      assertThat(moment(page)).hasText("0:00 / 0:00");
      page.getByRole(AriaRole.BUTTON, named("Play")).click();
      assertThat(page.getByRole(AriaRole.BUTTON, named("Play"))).isVisible();
      assertTrue(!page.content().contains("NaN"), "a number that is none");
    }
  }

  @Test
  void what_a_terminal_would_do_is_not_done_to_the_auditor() throws Exception {
    String hostile =
        """
        [0.1,"o","\\u001b]0;owned\\u0007\\u001b]52;c;b3duZWQ=\\u0007"]
        [0.2,"o","\\u001b]8;;javascript:document.title=1\\u0007link\\u001b]8;;\\u0007"]
        [0.3,"o","<script>document.title=2</script><img src=x onerror=document.title=3>"]
        """;
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast(hostile));
      Page page = watch(auditor, "#t=0.3");
      assertThat(screen(page)).containsText("link<script>document.title=2</script><img");
      assertThat(page).hasTitle("Sessions · Tapevault");
      assertEquals(0, page.locator(".screen a, .screen img, .screen script").count());
    }
  }

  @Test
  void nothing_was_recorded_is_told_apart_from_running_and_missing() throws Exception {
    Instant now = Instant.now();
    String event =
        "{\"event\":\"session.%s\",\"uid\":\"%s\",\"sid\":\"%s\",\"time\":\"%s\",\"session_recording\":\"%s\"}\n";
    String yesterday = now.minus(Duration.ofDays(2)).toString();
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          event.formatted("start", "1", "off", yesterday, "off")
              + event.formatted("end", "2", "off", yesterday, "off")
              + event.formatted("start", "3", "on", now.minusSeconds(60), "node")
              + event.formatted("start", "4", "lost", yesterday, "node")
              + event.formatted("end", "5", "lost", yesterday, "node"));
      Page page = auditor.at("/sessions/off");
      assertThat(page.getByText("It was not recorded")).isVisible();
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      auditor.at("/sessions/on");
      assertThat(page.getByText("It is still running")).isVisible();
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      auditor.at("/sessions/lost");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Its recording is missing");
      assertThat(page.locator(".loading")).hasCount(0);
    }
  }

  @Test
  void what_is_broken_or_no_terminal_says_so() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, "no recording at all".getBytes(UTF_8));
      Page page = auditor.at("/sessions/" + SID);
      assertThat(page.getByRole(AriaRole.ALERT))
          .containsText(Pattern.compile("It (cannot be read|is damaged)"));
      page.locator("summary").getByText("Download").click();
      assertThat(page.getByRole(AriaRole.LINK, named("Original"))).isVisible();
    }
  }

  @Test
  void a_shared_recording_is_seen_by_somebody_without_an_account_until_it_is_revoked()
      throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.recorded(SID, cast("[0.5,\"o\",\"shared words\"]\n[1.5,\"o\",\"!\"]\n"));
      Page page = watch(auditor, "");
      page.locator("summary").getByText("Share").click();
      page.getByLabel("Why").fill("case 12");
      page.getByLabel("Your name").fill("ada");
      page.getByRole(AriaRole.BUTTON, named("Make a link")).click();
      String url = page.getByLabel("Whoever has this link").inputValue();
      try (BrowserContext elsewhere = page.context().browser().newContext()) {
        Page other = elsewhere.newPage();
        assertEquals(200, other.navigate(url + "#t=1").status());
        assertThat(other.locator(".ap-term")).containsText("shared words");
        page.getByRole(AriaRole.BUTTON, named("Revoke")).click();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Revoke"))).hasCount(0);
        assertTrue(other.reload().status() >= 400, "it is taken back");
      }
    }
  }
}
