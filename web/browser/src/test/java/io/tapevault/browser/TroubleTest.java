package io.tapevault.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tapevault.browser.FirstStartTest.named;
import static io.tapevault.browser.SessionTest.SID;
import static io.tapevault.browser.SessionTest.cast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A vault that takes its time, one that fails, and what there is to see of a session that no
/// terminal shows.
@Timeout(180)
final class TroubleTest {

  private static final String EVERYTHING = "**/v1/**";
  // What each view shows once it is there.
  private static final Map<String, String> VIEWS =
      Map.of(
          "/events",
          ".rows .all .row",
          "/sessions",
          ".rows .all .row",
          "/sessions/" + SID,
          ".moment",
          "/delivery",
          "text=No SIEM is configured",
          "/nodes",
          "text=web-1");

  @TempDir private Path data;

  private Auditor comes(int width) throws Exception {
    Auditor auditor =
        Auditor.comes(data, new Browser.NewContextOptions().setViewportSize(width, 800));
    auditor.happened(
        "{\"event\":\"session.start\",\"uid\":\"1\",\"sid\":\"%s\",\"user\":\"ada\"}\n"
                .formatted(SID)
            + "{\"event\":\"tapevault.node.heartbeat\",\"uid\":\"h1\",\"node\":\"web-1\"}");
    auditor.recorded(SID, cast("[0.5,\"o\",\"a\"]\n"));
    auditor.listed(SID);
    return auditor;
  }

  private static String name(String path) {
    return path.startsWith("/sessions/") ? "session" : path.substring(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void a_vault_that_takes_its_time_is_waited_for_and_that_is_said(int width) throws Exception {
    try (Auditor auditor = comes(width)) {
      Page page = auditor.page();
      View view = new View(page, width + "-light");
      for (Map.Entry<String, String> one : VIEWS.entrySet()) {
        List<Route> held = new ArrayList<>();
        page.route(EVERYTHING, held::add);
        auditor.at(one.getKey());
        assertThat(page.locator("main .loading").first()).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        view.check("slow-" + name(one.getKey()));
        page.unroute(EVERYTHING);
        held.forEach(Route::resume);
        assertThat(page.locator(one.getValue()).first()).isVisible();
        assertThat(page.locator(".loading")).hasCount(0);
      }
      assertEquals("", view.violations().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void a_vault_that_fails_is_told_of_once_and_asked_again(int width) throws Exception {
    try (Auditor auditor = comes(width)) {
      Page page = auditor.page();
      View view = new View(page, width + "-light");
      for (Map.Entry<String, String> one : VIEWS.entrySet()) {
        page.route(EVERYTHING, TroubleTest::fail);
        auditor.at(one.getKey());
        Locator alerts = page.getByRole(AriaRole.ALERT);
        assertThat(alerts.first()).containsText("the disk is gone");
        page.waitForTimeout(500);
        List<String> words = alerts.locator("strong").allTextContents();
        assertEquals(words.stream().distinct().toList(), words);
        assertEquals(one.getKey().equals("/delivery") ? 2 : 1, words.size(), words::toString);
        assertThat(page.locator(".loading")).hasCount(0);
        view.check("failing-" + name(one.getKey()));
        page.unroute(EVERYTHING);
        while (alerts.count() > 0) {
          alerts.first().getByRole(AriaRole.BUTTON, again()).click();
          page.waitForTimeout(250);
        }
        assertThat(page.locator(one.getValue()).first()).isVisible();
      }
      assertEquals("", view.violations().toString());
    }
  }

  private static Locator.GetByRoleOptions again() {
    return new Locator.GetByRoleOptions().setName("Try again");
  }

  private static void fail(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(500)
            .setContentType("application/problem+json")
            .setBody("{\"type\":\"urn:tapevault:problem:odd\",\"detail\":\"the disk is gone\"}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void a_desktop_session_is_listed_and_described_and_never_a_blank_player(int width)
      throws Exception {
    String event =
        "{\"event\":\"windows.desktop.session.%s\",\"uid\":\"%s\",\"sid\":\"%s\",\"user\":\"ada\",\"windows_user\":\"Administrator\",\"desktop_name\":\"win-7\",\"time\":\"2026-11-01T00:0%s:00Z\"}\n";
    try (Auditor auditor =
        Auditor.comes(data, new Browser.NewContextOptions().setViewportSize(width, 800))) {
      auditor.happened(event.formatted("start", "1", SID, 0) + event.formatted("end", "2", SID, 5));
      auditor.recorded(
          SID,
          stream(
              "windows.desktop.session.start", "desktop.recording", "windows.desktop.session.end"));
      auditor.listed(SID);
      View view = new View(auditor.page(), width + "-light");
      Page page = auditor.at("/sessions?kind=desktop");
      Locator state = page.locator(".rows .state").getByText("no terminal");
      for (int i = 0; i < 40 && state.count() == 0; i++) {
        page.waitForTimeout(250);
        page.reload();
        assertThat(page.locator(".rows .state")).isVisible();
        page.waitForTimeout(250);
      }
      assertThat(state).isVisible();
      view.check("desktop-listed");
      auditor.at("/sessions/" + SID);
      assertThat(page.getByRole(AriaRole.HEADING, named("ada as Administrator on win-7")))
          .isVisible();
      assertThat(page.locator(".notice strong")).hasText("There is no terminal in it");
      assertThat(page.locator(".notice")).containsText("it holds 1 desktop.recording");
      assertThat(page.locator(".happened")).containsText("windows.desktop.session.start");
      assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      assertThat(page.locator(".screen")).hasCount(0);
      page.locator("summary").getByText("Download").click();
      assertThat(page.getByRole(AriaRole.LINK, named("Original"))).isVisible();
      assertThat(page.getByRole(AriaRole.LINK, named(".cast"))).hasCount(0);
      // There is nothing to share.
      assertThat(page.locator("summary").getByText("Share")).hasCount(0);
      view.check("desktop");
      assertEquals("", view.violations().toString());
    }
  }

  /// A ProtoStream of events that have nothing but their types.
  private static byte[] stream(String... types) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(body)) {
      for (int index = 0; index < types.length; index++) {
        byte[] metadata = field(2, types[index].getBytes(UTF_8), new byte[] {8, (byte) index});
        // Field 900 of the OneOf, in which field 1 is the metadata.
        byte[] record = field(900, field(1, metadata));
        gzip.write(ByteBuffer.allocate(4).putInt(record.length).array());
        gzip.write(record);
      }
    }
    ByteBuffer header = ByteBuffer.allocate(24).putLong(1).putLong(body.size()).putLong(0);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(header.array());
    body.writeTo(stream);
    return stream.toByteArray();
  }

  private static byte[] field(int number, byte[] content, byte... before) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.writeBytes(before);
    int tag = (number << 3) | 2;
    if (tag >= 0x80) {
      field.write((tag & 0x7f) | 0x80);
      tag >>= 7;
    }
    field.write(tag);
    field.write(content.length);
    field.writeBytes(content);
    return field.toByteArray();
  }
}
