package io.tapevault.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.configuration.Configuration;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Replaced;
import io.tapevault.configuration.Configuration.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Configuration] promises.
public abstract class ConfigurationContract {

  private static final String ONE = "storage: {retention_period: 10d}\n";
  private static final String TWO = "storage: {retention_period: 20d}\n";

  protected Configuration kept;

  /// A place where nothing is, another one at each call.
  protected abstract Configuration open() throws Exception;

  @BeforeEach
  void begin_with_nothing() throws Exception {
    kept = open();
  }

  @Test
  void nothing_is_there_before_something_is_put_there() {
    assertInstanceOf(Current.Missing.class, kept.current());
    assertEquals(List.of(), kept.history().toList());
  }

  @Test
  void what_is_stored_is_read_back_to_the_byte() {
    for (String document :
        List.of(ONE, "# ä 🐻‍❄️ \"\\ \r\n{}", "  {}  \n\n\n", "a: 'x'\n#" + "€".repeat(900))) {
      Version stored = store(document);
      assertEquals(document, stored.document());
      assertEquals(new Current.There(stored), kept.current());
    }
  }

  @Test
  void the_latest_version_comes_first_in_the_history() {
    Version first = store(ONE);
    Version second = store(TWO);
    Version third = store(ONE);
    assertEquals(
        List.of(third.id(), second.id(), first.id()), kept.history().map(Version::id).toList());
    assertEquals(List.of(ONE, TWO, ONE), kept.history().map(Version::document).toList());
    assertEquals(3, kept.history().map(Version::id).distinct().count());
    assertTrue(!third.since().isBefore(first.since()));
  }

  @Test
  void who_did_not_see_the_latest_version_writes_nothing() {
    Version first = store(ONE);
    Version second = store(TWO);
    for (@Nullable String stale : new @Nullable String[] {null, first.id(), "no such"}) {
      assertEquals(new Replaced.Overtaken(new Current.There(second)), kept.replace("{}\n", stale));
    }
    assertEquals(new Current.There(second), kept.current());
    assertEquals(2, kept.history().count());
  }

  @Test
  void nothing_is_replaced_where_nothing_is() {
    assertInstanceOf(Replaced.Overtaken.class, kept.replace(ONE, "1"));
    assertInstanceOf(Current.Missing.class, kept.current());
  }

  @Test
  void config_longer_than_its_home() {
    for (int length : List.of(4_096, 4_097, 8_192)) {
      String document = ofLength(length);
      store(document);
      assertEquals(document, there().document());
    }
    Version before = there();
    String tooLong = ofLength(8_193);
    assertEquals(new Replaced.WrongLength(8_193), kept.replace(tooLong, before.id()));
    assertEquals(new Current.There(before), kept.current());
    assertNotEquals(0, new Replaced.WrongLength(8_193).said().indexOf("8193 bytes"));
  }

  @Test
  void an_empty_document_is_none() {
    Version before = store(ONE);
    for (String nothing : List.of("", " \n\t\n")) {
      assertEquals(new Replaced.WrongLength(0), kept.replace(nothing, before.id()));
    }
    assertEquals(new Current.There(before), kept.current());
  }

  /// A right document of so many bytes, and fewer characters.
  public static String ofLength(int bytes) {
    String document = "storage: {retention_period: 10d}\n# ";
    int left = bytes - document.length() - 1;
    String whole = document + "ä".repeat(left / 2) + "x".repeat(left % 2) + "\n";
    assertEquals(bytes, whole.getBytes(UTF_8).length);
    return whole;
  }

  private Version there() {
    return assertInstanceOf(Current.There.class, kept.current()).version();
  }

  private Version store(String document) {
    String expected =
        switch (kept.current()) {
          case Current.There there -> there.version().id();
          case Current.Missing missing -> null;
        };
    return assertInstanceOf(Replaced.Stored.class, kept.replace(document, expected)).version();
  }
}
