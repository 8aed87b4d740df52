package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the pages lead to is there, and what is listed is listed once.
final class DocsTest {

  private static final Path ROOT = Samples.ROOT.toAbsolutePath().normalize();
  private static final List<String> FOLDERS =
      List.of("", "docs", "bench", "events-samples", "functions/packages/deployed");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?)\\s*$");
  private static final Pattern BENCH = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  @Test
  void every_relative_link_leads_to_a_file_and_a_heading_that_are_there() throws IOException {
    List<String> broken = new ArrayList<>();
    int looked = 0;
    for (Path page : pages()) {
      for (MatchResult link :
          LINK.matcher(CODE.matcher(text(page)).replaceAll("")).results().toList()) {
        looked++;
        Path to = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
        String anchor = link.group(2);
        boolean isThere =
            Files.exists(to)
                && (anchor == null
                    || !to.toString().endsWith(".md")
                    || anchors(to).contains(anchor));
        if (!isThere) {
          broken.add(ROOT.relativize(page) + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(looked > 250, () -> "too few links were looked at");
  }

  @Test
  void every_bench_has_one_line() throws IOException {
    Path bench = ROOT.resolve("bench");
    List<String> mains = new ArrayList<>();
    try (Stream<Path> files = Files.list(bench.resolve("src/test/java/io/tapevault/bench"))) {
      for (Path file : files.sorted().toList()) {
        if (text(file).contains("static void main(")) {
          mains.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    mains.remove("SiemStandIn"); // The other side of `Sinks`.
    assertEquals(
        mains,
        BENCH
            .matcher(text(bench.resolve("README.md")))
            .results()
            .map(row -> row.group(1))
            .sorted()
            .toList());
  }

  // Git keeps the lines of both sides where two add some.
  @Test
  void no_line_of_the_changelog_stands_twice() throws IOException {
    List<String> lines =
        text(ROOT.resolve("CHANGELOG.md")).lines().filter(one -> !one.isBlank()).toList();
    assertEquals(lines.stream().distinct().toList(), lines);
    assertTrue(lines.size() > 100, "too few lines");
  }

  // Anchors as GitHub makes them: a heading that stands twice gets a number.
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    HEADING
        .matcher(FENCED.matcher(text(page)).replaceAll(""))
        .results()
        .forEach(heading -> {
          String words =
              heading.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
          String anchor = words.replaceAll("[^\\p{L}\\p{N}_\\- ]", "").replace(' ', '-');
          int before = seen.merge(anchor, 1, Integer::sum) - 1;
          anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
    return anchors;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : FOLDERS) {
      int depth = folder.isEmpty() ? 1 : 9;
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder), depth)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }
}
