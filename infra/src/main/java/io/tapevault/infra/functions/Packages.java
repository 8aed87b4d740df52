package io.tapevault.infra.functions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.lambda.AssetCode;
import software.amazon.awscdk.services.lambda.Code;

/// The zips that Maven made of the functions.
public record Packages(Path ingest, Path forward, Path playback, Path authorize) {

  /// The packages under the root of the repository. Refuses, naming each that is missing.
  public static Packages under(Path root) {
    Packages packages =
        new Packages(
            zip(root, "ingest"),
            zip(root, "forward"),
            zip(root, "playback"),
            zip(root, "authorize"));
    List<Path> missing = packages.all().stream().filter(zip -> !Files.isRegularFile(zip)).toList();
    if (!missing.isEmpty()) {
      String names = missing.stream().map(Path::toString).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "not there: " + names + ". Make it with `./mvnw package` in the root of the repository.");
    }
    return packages;
  }

  static AssetCode code(Path zip) {
    return Code.fromAsset(zip.toString());
  }

  private List<Path> all() {
    return List.of(ingest, forward, playback, authorize);
  }

  private static Path zip(Path root, String function) {
    return root.resolve(Path.of("functions", function, "target", function + ".zip"));
  }
}
