package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever stands in the address, and whatever an event calls its members.
@Timeout(120)
final class OddTest {

  private static final String ROWS = ".rows .all .row";

  @TempDir private Path data;

  @Test
  void whatever_stands_in_the_address_is_answered_with_something() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened("{\"event\":\"one\",\"uid\":\"1\"}");
      for (String odd :
          List.of(
              "from=99999999999999999d",
              "from=never",
              "from=-5",
              "from=0000-00-00",
              "to=2h&from=1h",
              "from=2026-11-20&to=2026-11-19",
              "is==&not=a=%7B&is=__proto__=1",
              "where=equals(",
              "type=%00",
              "limit=999999999&cursor=abc&order=DROP&success=maybe")) {
        Page page = auditor.at("/events?" + odd);
        assertThat(page.locator("[role=alert], .rows, .notice").first()).isVisible();
      }
    }
  }

  @Test
  void members_that_a_script_has_names_for_are_members_like_others() throws Exception {
    try (Auditor auditor = Auditor.comes(data)) {
      auditor.happened(
          """
          {"event":"x","uid":"1","time":"2026-11-01T00:00:00Z","__proto__":{"toString":"yes"},"constructor":"c","hasOwnProperty":1,"user":null}
          {"event":"x","uid":"2","time":"2026-11-01T00:00:01Z"}
          """);
      Page page = auditor.at("/events");
      page.locator(ROWS).nth(1).click();
      assertThat(page.locator(".member .name"))
          .hasText(
              new String[] {
                "event",
                "uid",
                "time",
                "__proto__.toString",
                "constructor",
                "hasOwnProperty",
                "user"
              });
      page.getByRole(AriaRole.BUTTON, named("Only these: constructor")).click();
      assertThat(page.locator(ROWS)).hasCount(1);
      page.locator(ROWS).click();
      page.getByRole(AriaRole.BUTTON, named("Not these: __proto__.toString")).click();
      assertThat(page.getByText("Nothing was found")).isVisible();
    }
  }
}
