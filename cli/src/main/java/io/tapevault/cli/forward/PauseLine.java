package io.tapevault.cli.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts `pause` beside the name of a SIEM, and leaves every other character of a document as it is.
/// Whether that is what was meant, is for who reads the document again to say.
final class PauseLine {

  private static final Pattern PAUSE = Pattern.compile("pause:\\s*(?:true|false)");

  private PauseLine() {}

  static String in(String document, String sink, boolean paused) {
    Pattern name =
        Pattern.compile("name:\\s*([\"']?)" + Pattern.quote(sink) + "\\1(?=\\s*(?:[,}#]|$))");
    Pattern alone = Pattern.compile("^\\s*(?:-\\s+)?$");
    List<String> lines = new ArrayList<>(List.of(document.split("\n", -1)));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher found = name.matcher(line);
      if (found.find()) {
        String before = line.substring(0, found.start());
        if (alone.matcher(before).matches()) {
          besides(lines, i, " ".repeat(before.length()), paused);
          break;
        }
        if (before.contains("{")) {
          lines.set(i, inBraces(line, found, paused));
          break;
        }
      }
    }
    return String.join("\n", lines);
  }

  private static String inBraces(String line, Matcher name, boolean paused) {
    int begin = line.lastIndexOf('{', name.start());
    int end = line.indexOf('}', name.end());
    String entry = line.substring(begin, end < 0 ? line.length() : end);
    Matcher there = PAUSE.matcher(entry);
    String changed =
        there.find()
            ? there.replaceFirst("pause: " + paused)
            : entry.replace(name.group(), name.group() + ", pause: " + paused);
    return line.substring(0, begin) + changed + (end < 0 ? "" : line.substring(end));
  }

  /// In the same entry: the lines with the same indentation before and behind, as far as the next.
  private static void besides(List<String> lines, int name, String indent, boolean paused) {
    Pattern pause = Pattern.compile("^(\\s*(?:-\\s+)?)pause:\\s*(?:true|false)(.*)$");
    for (int step : new int[] {-1, 1}) {
      for (int i = name; i >= 0 && i < lines.size(); i += step) {
        Matcher there = pause.matcher(lines.get(i));
        if (there.find() && there.group(1).length() == indent.length()) {
          lines.set(i, there.group(1) + "pause: " + paused + there.group(2));
          return;
        }
        boolean begins = lines.get(i).strip().startsWith("-");
        if (begins && (step == -1 || i != name)) {
          break;
        }
      }
    }
    lines.add(name + 1, indent + "pause: " + paused);
  }
}
