package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The template and the functions agree, though they are compiled apart.
class HandlersTest {

  private static final Set<String> HANDLERS =
      Set.of(
          "io.tapevault.function.ingest.IngestFunction",
          "io.tapevault.function.playback.PlaybackFunction",
          "io.tapevault.function.playback.IndexFunction",
          "io.tapevault.function.playback.WatchFunction",
          "io.tapevault.function.playback.HoldFunction",
          "io.tapevault.function.playback.OriginalFunction",
          "io.tapevault.function.playback.RedactFunction",
          "io.tapevault.function.playback.RetainFunction",
          "io.tapevault.function.playback.ShareFunction",
          "io.tapevault.function.playback.SharedFunction",
          "io.tapevault.function.authorize.AuthorizeFunction",
          "io.tapevault.function.authorize.TokensFunction",
          "io.tapevault.function.forward.ForwardFunction",
          "io.tapevault.function.forward.DeliverFunction",
          "io.tapevault.function.forward.ReconcileFunction",
          "io.tapevault.function.forward.CatalogueFunction");

  @Test
  void the_template_names_every_function_that_there_is() {
    Set<String> named =
        Synthesised.ANYWHERE.functions().values().stream()
            .map(function -> function.path("Handler").asText())
            .collect(Collectors.toSet());
    assertEquals(HANDLERS, named);
  }

  @TestFactory
  Stream<DynamicTest> every_handler_is_a_class_that_lambda_can_make() {
    return HANDLERS.stream()
        .sorted()
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  Class<?> handler = load(name);
                  assertTrue(
                      RequestStreamHandler.class.isAssignableFrom(handler), "takes a stream");
                  assertTrue(Modifier.isPublic(handler.getModifiers()), "is public");
                  assertTrue(
                      Modifier.isPublic(handler.getDeclaredConstructor().getModifiers()),
                      "has a public constructor without parameters");
                }));
  }

  @TestFactory
  Stream<DynamicTest> every_function_gets_the_variables_that_it_reads_and_no_other() {
    return Synthesised.SOMEWHERE.functions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(function ->
            DynamicTest.dynamicTest(function.getKey(), () -> sameVariables(function.getValue())));
  }

  private static void sameVariables(JsonNode function) throws ReflectiveOperationException {
    Set<String> given = new TreeSet<>();
    function.path("Environment").path("Variables").fieldNames().forEachRemaining(given::add);
    Set<?> read =
        (Set<?>) load(function.path("Handler").asText()).getMethod("variables").invoke(null);
    assertEquals(new TreeSet<Object>(read), given);
  }

  /// Without running its static initialiser, which connects to AWS.
  private static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, HandlersTest.class.getClassLoader());
  }
}
