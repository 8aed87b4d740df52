package io.tapevault.witnesses;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// What `get.sh` of this module has got. Where something could not be had, its tests are skipped by
/// name, with the reason.
final class Installed {

  static final Path HOME =
      Path.of(
          Optional.ofNullable(System.getenv("TAPEVAULT_WITNESSES"))
              .orElse(System.getProperty("user.home") + "/.cache/tapevault/witnesses"));

  private Installed() {}

  static Path file(String witness, String path) {
    Path file = HOME.resolve(path);
    if (!Files.exists(file)) {
      String notRun = "Not run here: " + witness + ": " + why(witness);
      System.out.println(notRun);
      Assumptions.abort(notRun);
    }
    return file;
  }

  /// These folders of an unpacked Debian, with a colon between them; `*` is its machine, such as
  /// `x86_64-linux-gnu`.
  static String folders(Path root, String... folders) {
    try (Stream<Path> machines = Files.list(root.resolve("usr/lib"))) {
      String machine =
          machines
              .map(folder -> folder.getFileName().toString())
              .filter(name -> name.endsWith("-linux-gnu"))
              .findFirst()
              .orElseThrow();
      return Stream.of(folders)
          .map(folder -> root.resolve(folder.replace("*", machine)).toString())
          .collect(Collectors.joining(":"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String why(String witness) {
    Path missing = HOME.resolve("missing");
    if (!Files.exists(missing)) {
      return "functions/witnesses/get.sh has not been run";
    }
    try (Stream<String> lines = Files.lines(missing)) {
      return lines
          .filter(line -> line.startsWith(witness + ": "))
          .map(line -> line.substring(witness.length() + 2))
          .findFirst()
          .orElse("it is not in " + HOME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
