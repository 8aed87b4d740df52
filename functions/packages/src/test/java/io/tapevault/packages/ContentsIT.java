package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.function.authorize.AuthorizeFunction;
import io.tapevault.function.authorize.TokensFunction;
import io.tapevault.function.forward.CatalogueFunction;
import io.tapevault.function.forward.DeliverFunction;
import io.tapevault.function.forward.ForwardFunction;
import io.tapevault.function.forward.ReconcileFunction;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.OriginalFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.function.playback.RedactFunction;
import io.tapevault.function.playback.ShareFunction;
import io.tapevault.function.playback.SharedFunction;
import io.tapevault.function.playback.WatchFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What is in the zips, and what is not.
final class ContentsIT {

  static final List<Class<?>> HANDLERS =
      List.of(
          IngestFunction.class,
          PlaybackFunction.class,
          IndexFunction.class,
          OriginalFunction.class,
          RedactFunction.class,
          ShareFunction.class,
          SharedFunction.class,
          WatchFunction.class,
          AuthorizeFunction.class,
          TokensFunction.class,
          ForwardFunction.class,
          DeliverFunction.class,
          ReconcileFunction.class,
          CatalogueFunction.class);

  // Lambda: 50 MB for a zip that is uploaded directly.
  private static final long MOST_BYTES = 50_000_000;

  private static final List<String> NOT_OURS_TO_PASS_ON =
      List.of(
          "dynamodblocal",
          "s3proxy",
          "elasticmq",
          "junit",
          "mockito",
          "archunit",
          "-tests.jar",
          "backend-contract",
          "tapevault-memory",
          "databind",
          "netty",
          "apache-client",
          "url-connection",
          "runtime-interface-client",
          "lambda-java-events");

  @ParameterizedTest
  @FieldSource("HANDLERS")
  void the_handler_is_in_its_zip(Class<?> handler) throws IOException {
    String file = handler.getName().replace('.', '/') + ".class";
    assertTrue(Zip.of(handler).contents().contains(file), file);
  }

  // Unpacked, so that nothing has to be unpacked at start.
  private static final String NATIVE = "lib/libaws-crt-jni.so";

  @ParameterizedTest
  @FieldSource("HANDLERS")
  void a_zip_holds_jars_that_run_and_none_that_test(Class<?> handler) throws IOException {
    Set<String> unwanted = new TreeSet<>();
    for (String file : Zip.of(handler).files()) {
      String name = file.toLowerCase(Locale.ROOT);
      if (!name.matches("lib/[^/]+\\.jar|" + NATIVE)
          || NOT_OURS_TO_PASS_ON.stream().anyMatch(name::contains)) {
        unwanted.add(file);
      }
    }
    assertEquals(Set.of(), unwanted);
  }

  @ParameterizedTest
  @FieldSource("HANDLERS")
  void native_code_is_there_for_both_kinds_of_lambda_and_for_no_other_machine(Class<?> handler)
      throws IOException {
    Set<String> natives = new TreeSet<>();
    for (String file : Zip.of(handler).contents()) {
      if (file.matches(".*\\.(so|dll|dylib|jnilib)")) {
        natives.add(file);
      }
    }
    Set<String> wanted =
        new TreeSet<>(
            Set.of("linux/armv8/glibc/libaws-crt-jni.so", "linux/x86_64/glibc/libaws-crt-jni.so"));
    if (handler == IngestFunction.class) {
      wanted.add("linux/aarch64/libzstd-jni-1.5.7-4.so");
      wanted.add("linux/amd64/libzstd-jni-1.5.7-4.so");
    }
    assertEquals(wanted, natives);
  }

  @ParameterizedTest
  @FieldSource("HANDLERS")
  void a_zip_can_be_uploaded(Class<?> handler) throws IOException {
    long bytes = Files.size(Zip.of(handler).file());
    System.out.println(Zip.of(handler).file().getFileName() + " has " + bytes + " bytes");
    assertTrue(bytes < MOST_BYTES, () -> bytes + " bytes");
  }

  @Test
  void ingest_starts_without_the_s3_client() throws IOException {
    Set<String> files = Zip.of(IngestFunction.class).files();
    assertEquals(
        Set.of(), new TreeSet<>(files.stream().filter(file -> file.matches("lib/s3-.*")).toList()));
  }
}
