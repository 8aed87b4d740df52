package io.tapevault.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/// What is looked at in a view of the page, which leaves a picture in `target/pictures`: nobody is
/// kept out, nothing sticks out, nothing is cut off.
record View(Page page, String form, StringBuilder violations) {

  private static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../.."));
  // Made again with -Dgolden=update.
  private static final Set<String> DOCUMENTED = Set.of("event", "session");

  // Words that are not whole to be seen, where nothing says so (…), and nobody can scroll to them.
  private static final String CUT =
      """
      [...document.querySelectorAll('#page *')].filter(one => {
        const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || one.closest('.unseen, .screen, svg, option, datalist, [hidden]') || !one.checkVisibility()) return false;
        const box = one.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) return false;
        for (let around = one; around && around.id !== 'page'; around = around.parentElement) {
          const style = getComputedStyle(around);
          const room = around.getBoundingClientRect();
          if (style.textOverflow === 'ellipsis' || /auto|scroll/.test(style.overflow)) return false;
          const clips = style.overflowX !== 'visible';
          if (around === one ? clips && around.scrollWidth > around.clientWidth + 1 : clips && (box.right > room.right + 1 || box.left < room.left - 1)) return true;
        }
        return box.right > innerWidth + 1 || box.left < -1;
      }).slice(0, 5).map(one => one.outerHTML.slice(0, 120)).join(' | ')
      """;

  View(Page page, String form) {
    this(page, form, new StringBuilder());
  }

  void check(String name) throws Exception {
    Path pictures = ROOT.resolve("web/browser/target/pictures");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(pictures.resolve(name + "-" + form + ".png")));
    boolean shown = DOCUMENTED.contains(name) && form.equals("1280-light");
    if (shown && "update".equals(System.getProperty("golden"))) {
      Files.copy(
          pictures.resolve(name + "-" + form + ".png"),
          ROOT.resolve("docs/images/" + name + ".png"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Object out = page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (!out.equals(0)) {
      violations.append(name).append(": sticks out by ").append(out).append(" pixels\n");
    }
    Object cut = page.evaluate(CUT);
    if (!cut.equals("")) {
      violations.append(name).append(": is cut off: ").append(cut).append('\n');
    }
    page.evaluate(Files.readString(ROOT.resolve("web/page/node_modules/axe-core/axe.min.js")));
    Object found =
        page.evaluate(
            """
            axe.run({rules: {'target-size': {enabled: true}}}).then(found => found.violations.map(one =>
              one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | ')).join('\\n'))
            """);
    if (!found.equals("")) {
      violations.append(name).append(": ").append(found).append('\n');
    }
  }
}
