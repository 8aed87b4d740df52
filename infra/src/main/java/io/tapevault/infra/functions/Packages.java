package io.tapevault.infra.functions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.IgnoreMode;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.lambda.AssetCode;
import software.amazon.awscdk.services.lambda.AssetImageCode;
import software.amazon.awscdk.services.lambda.AssetImageCodeProps;
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

  /// The same as a container image, which Docker makes when it is deployed: see
  /// `functions/image/Dockerfile`. One for each handler, since a cache is of one.
  static AssetImageCode image(Path zip, String handler) {
    Path functions = zip.resolve("../../..").normalize();
    String name = functions.relativize(zip).getName(0).toString();
    return Code.fromAssetImage(
        functions.toString(),
        AssetImageCodeProps.builder()
            .file("image/Dockerfile")
            .buildArgs(Map.of("PACKAGE", name, "HANDLER", handler))
            .cmd(List.of(handler))
            .platform(Platform.LINUX_ARM64)
            .ignoreMode(IgnoreMode.DOCKER)
            .exclude(
                List.of(
                    "**",
                    "!image/**",
                    "!lambda/target/runtime/**",
                    "!" + name + "/target/" + name + ".zip"))
            .build());
  }

  private List<Path> all() {
    return List.of(ingest, forward, playback, authorize);
  }

  private static Path zip(Path root, String function) {
    return root.resolve(Path.of("functions", function, "target", function + ".zip"));
  }
}
