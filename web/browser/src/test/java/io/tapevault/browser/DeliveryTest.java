package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.config.LocalConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What became of events, and what nobody took.
@Timeout(120)
final class DeliveryTest {

  @TempDir private Path data;

  @Test
  void what_a_siem_refused_is_counted_shown_and_tried_again() throws Exception {
    HttpServer siem =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] words = "<b>no\u202e</b>".getBytes(UTF_8);
    siem.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean bad = body.contains("\"bad\"");
            exchange.sendResponseHeaders(bad ? 400 : 200, bad ? words.length : -1);
            if (bad) {
              exchange.getResponseBody().write(words);
            }
          }
        });
    siem.start();
    URI address = URI.create("http://127.0.0.1:" + siem.getAddress().getPort() + "/");
    LocalConfig config = LocalConfig.defaults(data).with(SinkSpec.webhook("soc", address, null));
    try (Auditor auditor = Auditor.comes(data, config, new Browser.NewContextOptions())) {
      auditor.happened(
          "{\"event\":\"x\",\"uid\":\"1\"}{\"event\":\"x\",\"uid\":\"bad\"}{\"event\":\"x\",\"uid\":\"3\"}");
      Page page = auditor.at("/delivery");
      for (int i = 0; i < 40 && page.getByText("refused-by-siem").count() == 0; i++) {
        page.waitForTimeout(250);
        page.reload();
        assertThat(page.locator(".facts")).isVisible();
      }
      assertThat(page.locator(".parked li")).containsText("soc: status 400");
      assertThat(page.locator(".fact").filter(of("Parked"))).containsText("1");
      assertThat(page.locator(".fact").filter(of("Waiting"))).containsText("0");
      page.getByRole(AriaRole.BUTTON, named("Bytes")).click();
      assertThat(page.locator(".parked .json")).containsText("\"uid\"");
      page.getByRole(AriaRole.BUTTON, named("Try again")).click();
      assertThat(page.locator(".parked li")).containsText("sent to soc once more");
    } finally {
      siem.stop(0);
    }
  }

  private static Locator.FilterOptions of(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
