package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The templates for those without CDK: the synthesised ones without a SIEM, whose packages lie
/// where parameters say. `-Dgolden=update` makes them again.
class DistTest {

  private static final Path FOLDER = Synthesised.ROOT.resolve("infra/dist");

  @Test
  void the_published_templates_are_current() throws IOException {
    same("TapevaultData.template.json", published(Synthesised.PLAIN.data()));
    same("Tapevault.template.json", published(Synthesised.PLAIN));
  }

  @Test
  void nothing_in_them_asks_for_what_only_cdk_makes() {
    for (Synthesised stack : new Synthesised[] {Synthesised.PLAIN, Synthesised.PLAIN.data()}) {
      String text = published(stack).toString();
      assertFalse(text.contains("cdk-hnb659fds"), "the bucket of the bootstrap");
      assertFalse(text.contains("BootstrapVersion"));
      assertFalse(text.contains("aws:asset"));
      assertFalse(text.contains("arn:aws"), "the partition of one region");
    }
  }

  @Test
  void another_release_publishes_another_version_of_every_function() {
    int seen = 0;
    for (JsonNode resource : published(Synthesised.PLAIN).path("Resources")) {
      if (resource.path("Type").asText().equals("AWS::Lambda::Version")) {
        assertTrue(resource.at("/Properties/Description").toString().contains("PackagesPrefix"));
        seen++;
      }
    }
    assertEquals(Synthesised.PLAIN.functions().size(), seen);
  }

  private static JsonNode published(Synthesised stack) {
    ObjectNode template = stack.json().deepCopy();
    template.remove("Rules");
    ObjectNode parameters = template.withObjectProperty("Parameters");
    parameters.remove("BootstrapVersion");
    Set<String> zips = new TreeSet<>();
    for (JsonNode resource : template.path("Resources")) {
      if (resource.path("Metadata") instanceof ObjectNode metadata) {
        metadata.properties().removeIf(entry -> entry.getKey().startsWith("aws:asset"));
        if (metadata.isEmpty()) {
          ((ObjectNode) resource).remove("Metadata");
        }
      }
      ObjectNode properties = ((ObjectNode) resource).withObjectProperty("Properties");
      switch (resource.path("Type").asText()) {
        case "AWS::Lambda::Function" -> zips.add(packaged(properties));
        case "AWS::Lambda::Version" -> {
          ObjectNode joined = Synthesised.JSON.createObjectNode();
          joined
              .putArray("Fn::Join")
              .add(" ")
              .addArray()
              .add(properties.path("Description"))
              .add(Synthesised.parse("{\"Ref\":\"PackagesPrefix\"}"));
          properties.set("Description", joined);
        }
        default -> {}
      }
    }
    if (!zips.isEmpty()) {
      parameters.set(
          "PackagesBucket",
          Synthesised.parse(
              "{\"Type\":\"String\",\"Description\":\"A bucket of this region with the zips of the"
                  + " functions\"}"));
      parameters.set(
          "PackagesPrefix",
          Synthesised.parse(
              "{\"Type\":\"String\",\"Description\":\"Where in it they lie, such as 0.1.0/: another"
                  + " one for every release\"}"));
      assertEquals(Set.of("authorize", "forward", "ingest", "playback"), zips);
    }
    return template;
  }

  /// By the package of its handler.
  private static String packaged(ObjectNode properties) {
    String zip = properties.path("Handler").asText().split("\\.", -1)[3];
    ObjectNode code = Synthesised.JSON.createObjectNode();
    code.putObject("S3Bucket").put("Ref", "PackagesBucket");
    code.putObject("S3Key").put("Fn::Sub", "${PackagesPrefix}" + zip + ".zip");
    properties.set("Code", code);
    return zip;
  }

  /// A line for each resource.
  private static void same(String file, JsonNode template) throws IOException {
    StringBuilder text = new StringBuilder("{");
    String section = "";
    for (String name : new TreeSet<>(names(template))) {
      text.append(section).append("\n\"").append(name).append("\": ");
      section = ",";
      if (template.path(name).isObject()) {
        text.append("{");
        String next = "";
        for (String key : new TreeSet<>(names(template.path(name)))) {
          text.append(next).append("\n  \"").append(key).append("\": ");
          text.append(line(template.path(name).path(key)));
          next = ",";
        }
        text.append("\n}");
      } else {
        text.append(line(template.path(name)));
      }
    }
    text.append("\n}\n");
    Path golden = FOLDER.resolve(file);
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, text);
    }
    assertEquals(Files.readString(golden), text.toString(), "run with -Dgolden=update");
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String line(JsonNode value) throws IOException {
    Object tree = Synthesised.JSON.treeToValue(value, Object.class);
    return Synthesised.JSON
        .writer()
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsString(tree);
  }
}
