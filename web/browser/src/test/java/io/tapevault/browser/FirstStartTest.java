package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A vault in which nothing is yet.
@Timeout(120)
final class FirstStartTest {

  @TempDir private Path data;

  @Test
  void an_empty_vault_says_what_it_is_and_how_it_is_fed() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      Page page = auditor.at("/");
      assertThat(page.getByRole(AriaRole.HEADING, named("Three ways to feed it"))).isVisible();
      assertThat(page.getByText(auditor.vault() + "/v1/events")).isVisible();
      auditor.at("/events");
      assertThat(page.getByText("No event has come yet")).isVisible();
    }
  }

  @Test
  void one_button_loads_the_samples() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      Page page = auditor.at("/");
      page.getByRole(AriaRole.BUTTON, named("Load the samples of the demo")).click();
      page.waitForURL(Pattern.compile("/sessions$"));
      auditor.at("/");
      page.waitForURL(Pattern.compile("/events$"));
      assertThat(page.locator(".rows .row.head")).isVisible();
      auditor.at("/events?type=session.upload");
      for (int i = 0; i < 20 && page.locator(".rows .all .row").count() < 4; i++) {
        page.waitForTimeout(250);
        page.reload();
        assertThat(page.locator(".count")).not().containsText("reading");
      }
      assertThat(page.locator(".rows .all .row")).hasCount(4);
    }
  }

  @Test
  void all_of_its_script_is_small() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.at("/");
      long bytes = auditor.gzippedScripts();
      assertTrue(bytes > 10_000, "scripts were found: " + bytes);
      assertTrue(bytes <= 250_000, "as gzip it has " + bytes + " bytes");
      assertTrue(
          auditor.policy().contains("; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "));
    }
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
