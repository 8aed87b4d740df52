package io.tapevault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A picture of ratios to a baseline of 1: a bar each, as an SVG.
final class Bars {

  private static final int LEFT = 190;
  private static final int ONE = 320;
  private static final int ROW = 22;
  private static final int TOP = 30;

  private final String title;
  private final List<Bar> bars = new ArrayList<>();

  private record Bar(String name, double ratio) {}

  Bars(String title) {
    this.title = title;
  }

  void add(String name, double ratio) {
    bars.add(new Bar(name, ratio));
  }

  void write(Path file) throws IOException {
    double most = bars.stream().mapToDouble(Bar::ratio).max().orElse(1);
    int width = LEFT + (int) (ONE * Math.max(1, most)) + 60;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#fff"/>
        <text x="8" y="19" font-weight="bold">%s</text>
        """
            .formatted(width, TOP + ROW * bars.size() + 8, title));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = TOP + ROW * i;
      int length = (int) (ONE * bar.ratio());
      svg.append(
          """
          <text x="%d" y="%d" text-anchor="end">%s</text><rect x="%d" y="%d" width="%d" height="14" fill="%s"/><text x="%d" y="%d">%s</text>
          """
              .formatted(
                  LEFT - 8,
                  y + 14,
                  bar.name(),
                  LEFT,
                  y + 3,
                  length,
                  bar.name().contains(",") ? "#7fb3d5" : "#21618c",
                  LEFT + length + 6,
                  y + 14,
                  String.format(Locale.ROOT, "%.2f", bar.ratio())));
    }
    int one = LEFT + ONE;
    svg.append(
        "<path d=\"M%d %dV%d\" stroke=\"#b03a2e\" stroke-dasharray=\"4 3\"/>\n</svg>\n"
            .formatted(one, TOP - 4, TOP + ROW * bars.size()));
    Files.writeString(file, svg);
  }
}
