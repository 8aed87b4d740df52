package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.tapevault.local.config.LocalConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A vault that asks who is there.
@Timeout(120)
final class TokenTest {

  @TempDir private Path data;

  private Auditor comes() throws Exception {
    return Auditor.comes(
        data, LocalConfig.defaults(data), new Browser.NewContextOptions(), data.resolve("token"));
  }

  @Test
  void it_is_asked_for_once_and_kept_by_this_tab_alone() throws Exception {
    try (Auditor auditor = comes()) {
      Page page = auditor.at("/events");
      page.getByLabel("What is in its token file").fill("0123456789abcdef");
      page.keyboard().press("Enter");
      assertThat(page.getByLabel("What is in its token file")).hasValue("");
      page.getByLabel("What is in its token file").fill(token());
      page.keyboard().press("Enter");
      assertThat(page.getByText("No event has come yet")).isVisible();
      page.reload();
      assertThat(page.getByText("No event has come yet")).isVisible();
      assertEquals("{}", page.evaluate("JSON.stringify(localStorage)"));
      assertEquals("", page.evaluate("document.cookie"));
      Page other = page.context().newPage();
      other.navigate(auditor.vault() + "/events");
      assertThat(other.getByLabel("What is in its token file")).isVisible();
    }
  }

  @Test
  void the_key_of_an_address_is_taken_out_of_it() throws Exception {
    try (Auditor auditor = comes()) {
      Page page = auditor.at("/#key=" + token());
      assertThat(page.getByText("Three ways to feed it")).isVisible();
      assertThat(page).hasURL(auditor.vault() + "/");
    }
  }

  private String token() throws Exception {
    return Files.readString(data.resolve("token")).strip();
  }
}
