package io.tapevault.aws.s3;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The few elements of S3's answers that are looked at. They have no attributes, and nothing in
/// them is nested under its own name.
final class S3Xml {

  private S3Xml() {}

  /// The text of the first element of this name, as it is escaped.
  static Optional<String> escaped(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  static Optional<String> text(String xml, String name) {
    return escaped(xml, name)
        .map(text ->
            text.replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"));
  }

  static long number(String xml, String name) {
    return escaped(xml, name)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .orElse(-1L);
  }

  static boolean isTruncated(String xml) {
    return escaped(xml, "IsTruncated").filter("true"::equals).isPresent();
  }

  /// What stands in each element of this name.
  static List<String> elements(String xml, String name) {
    return Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL)
        .matcher(xml)
        .results()
        .map(element -> element.group(1))
        .toList();
  }
}
