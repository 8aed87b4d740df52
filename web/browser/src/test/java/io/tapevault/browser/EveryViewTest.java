package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.config.LocalConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every view, on a desk and on a telephone, by day and by night: nobody is kept out, and nothing
/// sticks out. The pictures are in `target/pictures`; those of the documents are made with
/// `-Dgolden=update`.
@Timeout(180)
final class EveryViewTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String LOST =
      """
      {"event":"session.start","uid":"l1","sid":"lost","ei":0,"user":"maria@example.org","login":"root","server_hostname":"web-02.example.org","time":"2026-03-02T09:00:00Z"}
      {"event":"session.end","uid":"l2","sid":"lost","ei":1,"user":"maria@example.org","login":"root","server_hostname":"web-02.example.org","time":"2026-03-02T09:10:00Z"}
      """;
  private static final String HEARTBEATS =
      """
      {"event":"tapevault.node.heartbeat","uid":"h1","node":"web-1","version":"0.1.0","recordings":{"pending":2,"oldest_seconds":40}}
      {"event":"tapevault.node.heartbeat","uid":"h2","node":"db-7","audit":{"pending":3,"oldest_seconds":900,"quarantined":1},"troubles":["audit: the vault does not answer"]}
      """;

  @TempDir private Path data;

  @ParameterizedTest
  @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
  void nobody_is_kept_out_and_nothing_sticks_out(int width, ColorScheme scheme) throws Exception {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(width, width > 800 ? 800 : 780)
            .setColorScheme(scheme);
    SinkSpec nobody = SinkSpec.webhook("soc", URI.create("http://127.0.0.1:1/"), null);
    try (Auditor auditor = Auditor.comes(data, LocalConfig.defaults(data).with(nobody), options)) {
      View view =
          new View(auditor.page(), width + (scheme == ColorScheme.DARK ? "-dark" : "-light"));
      Page page = auditor.at("/");
      assertThat(page.getByRole(AriaRole.HEADING, named("Three ways to feed it"))).isVisible();
      view.check("start");
      page.getByRole(AriaRole.BUTTON, named("Load the samples of the demo")).click();
      page.waitForURL(Pattern.compile("/sessions$"));
      auditor.happened(HEARTBEATS);
      auditor.happened("{\"event\":\"exec\",\"uid\":\"x\",\"sid\":\"" + SID + "\"}{\"a\":1}");
      auditor.at("/events");
      assertThat(page.locator(".rows .all .row").first()).isVisible();
      view.check("events");
      page.locator("summary").getByText("Saved").click();
      view.check("saved");
      auditor.at("/events?type=user.login&not=user%3D%22maria%40example.org%22");
      page.locator(".rows .all .row").nth(1).click();
      assertThat(page.locator(".detail .json")).isVisible();
      view.check("event");
      auditor.at("/events?from=never");
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      view.check("wrong");
      auditor.at("/sessions");
      assertThat(page.locator(".rows .all .row").first()).isVisible();
      page.waitForTimeout(1_000);
      view.check("sessions");
      for (int i = 0; i < 20 && page.locator(".hits li").count() == 0; i++) {
        auditor.at("/sessions?q=exit");
        page.waitForTimeout(500);
      }
      assertThat(page.locator(".hits mark").first()).hasText("exit");
      view.check("hits");
      auditor.at("/sessions/" + SID + "#t=4");
      assertThat(page.locator(".moment")).hasText("0:04 / 0:19");
      page.waitForTimeout(1_000);
      view.check("session");
      page.locator("summary").getByText("Share").click();
      assertThat(page.getByRole(AriaRole.BUTTON, named("Make a link"))).isEnabled();
      view.check("share");
      page.keyboard().press("Escape");
      page.getByRole(AriaRole.TAB, named("Events")).click();
      page.keyboard().press("?");
      view.check("session-events");
      auditor.happened(LOST);
      auditor.at("/sessions/lost");
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      view.check("missing");
      auditor.at("/delivery");
      assertThat(page.getByText("Waiting").first()).isVisible();
      assertThat(page.getByText("no-type").first()).isVisible();
      view.check("delivery");
      auditor.at("/nodes");
      assertThat(page.getByText("db-7")).isVisible();
      view.check("nodes");
      assertEquals("", view.violations().toString());
    }
  }
}
