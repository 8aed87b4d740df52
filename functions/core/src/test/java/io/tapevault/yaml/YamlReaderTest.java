package io.tapevault.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.Yaml.Mapping;
import io.tapevault.yaml.Yaml.Member;
import io.tapevault.yaml.Yaml.Scalar;
import io.tapevault.yaml.Yaml.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class YamlReaderTest {

  @Test
  void every_value_knows_its_line_and_is_as_it_is_written() {
    Yaml expected =
        new Mapping(
            1,
            Map.of(
                "a", new Member(1, new Scalar(1, "0123", Kind.INTEGER)),
                "b",
                    new Member(
                        2,
                        new Sequence(
                            3,
                            List.of(
                                new Scalar(3, "off", Kind.TEXT),
                                new Scalar(4, "true", Kind.TEXT))))));
    assertEquals(Optional.of(expected), read("a: 0123\nb:\n  - off\n  - 'true'\n", List.of()));
  }

  @Test
  void only_the_words_of_the_core_schema_are_more_than_text() {
    Map<Kind, List<String>> words =
        Map.of(
            Kind.TEXT,
            List.of(
                "on",
                "off",
                "yes",
                "no",
                "y",
                "N",
                "12:30",
                "1_000",
                "2026-11-01",
                "0b1",
                "+.",
                "tRUE"),
            Kind.NULL,
            List.of("null", "Null", "NULL", "~", ""),
            Kind.BOOLEAN,
            List.of("true", "True", "TRUE", "false", "False", "FALSE"),
            Kind.INTEGER,
            List.of("0", "7", "-19", "+1", "0123", "0o14", "0x3A"),
            Kind.FLOAT,
            List.of("1e3", "1.", ".5", "-2E+05", "12e03", ".inf", "-.Inf", ".NAN"));
    words.forEach(
        (kind, all) -> all.forEach(word -> assertEquals(kind, YamlReader.kind(word), word)));
  }

  @Test
  void a_document_without_content_has_no_members() {
    for (String nothing : List.of("", "# nothing\n", "---\n", "null\n", "{}")) {
      assertEquals(Optional.of(new Mapping(1, Map.of())), read(nothing, List.of()), nothing);
    }
  }

  @Test
  void a_name_that_stands_twice_is_a_fault_with_both_lines() {
    read(
        "a: 1\nb: {c: 1,\n  c: 2}\na: 2\n",
        List.of(
            "line 3: 'c' stands here a second time; the first is in line 2",
            "line 4: 'a' stands here a second time; the first is in line 1"));
  }

  @Test
  void what_can_hide_something_is_not_taken() {
    read(
        "a: &x [1]\nb: *x\nc: !!str 7\nd:\n  <<: {e: 1}\n? [f]\n: 1\n",
        List.of(
            "line 1: anchors and aliases (& and *) are not taken",
            "line 2: anchors and aliases (& and *) are not taken",
            "line 3: tags (!) are not taken",
            "line 6: the name of a member is no text"));
    read("a: 1\n---\nb: 1\n", List.of("line 2: a second document begins"));
    read("a:\n  " + "[".repeat(21), List.of("line 2: there are more than 20 levels"));
  }

  @Test
  void what_is_no_yaml_is_said_with_its_place_and_not_quoted() {
    read("a: 1\n\tsecret: 2\n", List.of("line 2: a tab stands where only spaces may, column 1"));
    read("a: [secret\n", List.of("line 2: this is not YAML, column 1"));
    read(
        "a: \u0007secret\n",
        List.of("line 1: this is not YAML, or has characters that no text has"));
    Faults faults = new Faults();
    YamlReader.read(new byte[] {'a', ':', ' ', (byte) 0xe4}, faults);
    assertEquals(List.of("line 1: the document is not UTF-8"), faults.inOrder());
  }

  @Test
  void a_document_that_is_meant_to_do_harm_ends_in_a_fault() {
    for (String harm :
        List.of(
            "[".repeat(8_000),
            "{a: ".repeat(2_000),
            "- ".repeat(4_000),
            "? ".repeat(4_000),
            "&a ".repeat(2_000),
            "a: *b\n".repeat(1_300),
            "%YAML 1.2\n".repeat(700),
            "\"" + "\\x41".repeat(2_000))) {
      Faults faults = new Faults();
      YamlReader.read(harm.getBytes(UTF_8), faults);
      assertTrue(!faults.isEmpty() && faults.inOrder().size() <= 100, harm.substring(0, 6));
    }
  }

  private static Optional<Yaml> read(String text, List<String> expected) {
    Faults faults = new Faults();
    Optional<Yaml> yaml = YamlReader.read(text.getBytes(UTF_8), faults);
    assertEquals(expected, faults.inOrder(), text);
    return yaml;
  }
}
