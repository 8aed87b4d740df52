package io.tapevault.infra;

import io.tapevault.infra.functions.Packages;
import io.tapevault.infra.settings.Choices;
import io.tapevault.infra.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Environment;

/// Where `cdk synth` and `cdk deploy` come in. It runs in `infra/`, as `cdk.json` has it.
public final class TapevaultApp {

  private TapevaultApp() {}

  public static void main(String[] args) {
    App app = new App(AppProps.builder().analyticsReporting(false).build());
    try {
      Stacks _ =
          Stacks.of(
              app,
              environment(System.getenv()),
              Settings.from(Path.of(Choices.FILE), app.getNode()),
              Packages.under(Path.of("..")));
    } catch (IllegalArgumentException fault) {
      System.err.println(fault.getMessage());
      System.exit(1);
    }
    app.synth();
  }

  /// The account and the region that the CDK command line found. Without both, one template for any
  /// of them.
  static @Nullable Environment environment(Map<String, String> variables) {
    String account = variables.getOrDefault("CDK_DEFAULT_ACCOUNT", "");
    String region = variables.getOrDefault("CDK_DEFAULT_REGION", "");
    if (account.isBlank() || region.isBlank()) {
      return null;
    }
    return Environment.builder().account(account).region(region).build();
  }
}
