package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A vault in which nothing is yet.
@Timeout(120)
final class FirstStartTest {

  @TempDir private Path data;

  @Test
  void the_page_comes_up_by_itself() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      Page page = auditor.at("/");
      assertThat(page).hasTitle("Tapevault");
      assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.HEADING)).isVisible();
    }
  }
}
