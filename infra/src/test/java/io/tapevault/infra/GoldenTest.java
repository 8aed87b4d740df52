package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The whole templates, so that a change of them is seen in review. `-Dgolden=update` rewrites it.
class GoldenTest {

  private static final Path FOLDER = Synthesised.ROOT.resolve("infra/src/test/resources");

  @Test
  void the_template_is_the_one_that_was_reviewed() throws IOException {
    same("template.json", Synthesised.ANYWHERE);
  }

  @Test
  void what_is_kept_is_as_it_was_reviewed() throws IOException {
    same("data.json", Synthesised.ANYWHERE.data());
  }

  private static void same(String file, Synthesised stack) throws IOException {
    Path golden = FOLDER.resolve(file);
    String template = pretty(normalised(stack.json().deepCopy()));
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(golden, template);
    }
    assertEquals(
        Files.readString(golden), template, "run with -Dgolden=update and look at the diff");
  }

  private static JsonNode normalised(JsonNode template) throws IOException {
    // CDK's own code is CDK's to change.
    for (JsonNode resource : template.path("Resources")) {
      if (resource.path("Properties").path("Code") instanceof ObjectNode code
          && code.has("ZipFile")) {
        code.put("ZipFile", "CDK's own");
      }
    }
    // Versions and deployments have a hash of what they hold in their ids.
    String text =
        Synthesised.JSON
            .writeValueAsString(template)
            .replaceAll("\\b[0-9a-f]{64}\\b", "ASSET")
            .replaceAll("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}", "$1HASH")
            .replaceAll("(ApiDeployment[0-9A-F]{8})[0-9a-f]{32}", "$1HASH");
    return Synthesised.JSON.readTree(text);
  }

  private static String pretty(JsonNode template) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(lines);
    printer.indentObjectsWith(lines);
    Object tree = Synthesised.JSON.treeToValue(template, Object.class);
    return Synthesised.JSON
            .writer(printer)
            .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writeValueAsString(tree)
        + "\n";
  }
}
