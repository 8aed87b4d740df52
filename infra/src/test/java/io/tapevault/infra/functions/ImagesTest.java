package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Choice;
import io.tapevault.infra.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Functions as container images: the same ones, each with its handler, and nothing else is
/// another.
class ImagesTest {

  private static final Synthesised IMAGES =
      Synthesised.of(null, Map.of(Settings.SIEMS, Synthesised.SIEMS, Choice.IMAGES.key(), "true"));

  @Test
  void every_function_is_an_image_of_its_own_handler() {
    assertEquals(
        handlers(Synthesised.ANYWHERE, one -> one.path("Handler").asText()),
        handlers(IMAGES, one -> one.at("/ImageConfig/Command/0").asText()));
    IMAGES
        .functions()
        .forEach((id, one) -> {
          assertEquals("Image", one.path("PackageType").asText(), id);
          assertTrue(one.at("/Code/ImageUri").toString().contains("container-assets"), id);
          assertEquals("[\"arm64\"]", one.path("Architectures").toString(), id);
          // AWS takes no snapshot of an image, and refuses the deployment.
          for (String other : new String[] {"SnapStart", "Runtime", "Handler"}) {
            assertTrue(one.path(other).isMissingNode(), () -> id + " has " + other);
          }
        });
  }

  private static Map<String, String> handlers(
      Synthesised stack, Function<JsonNode, String> handler) {
    Map<String, String> handlers = new TreeMap<>();
    stack
        .functions()
        .forEach((id, one) -> {
          // What CDK itself brings is no function of ours.
          if (handler.apply(one).startsWith("io.tapevault.")) {
            handlers.put(id, handler.apply(one));
          }
        });
    assertTrue(handlers.size() > 8, handlers::toString);
    return handlers;
  }
}
