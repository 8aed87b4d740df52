package io.tapevault.cli.vault;

import io.tapevault.aws.ssm.DeployedStack;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.Profiles.Setting;
import io.tapevault.node.vault.Auth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Where a vault is, and how it is shown who asks: by a token, by AWS's signature, or not at all.
final class Vaults {

  private static final Pattern API_ON_AWS =
      Pattern.compile("[^.]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com");

  private final Asker asker;
  private final Map<String, String> environment;
  private final @Nullable CommandSpec spec;

  private Vaults(Asker asker, Map<String, String> environment, @Nullable CommandSpec spec) {
    this.asker = asker;
    this.environment = environment;
    this.spec = spec;
  }

  record Named(URI url, Auth auth) {}

  /// Asks CloudFormation where `aws:STACK` is.
  static Named of(Asker asker, Map<String, String> environment, @Nullable CommandSpec spec)
      throws IOException {
    Vaults vaults = new Vaults(asker, environment, spec);
    return asker.text(Setting.VAULT).startsWith("aws:") ? vaults.stack() : vaults.url();
  }

  /// What only AWS tells of `aws:STACK`; nothing of another vault.
  static List<Finding> onAws(
      Asker asker, Map<String, String> environment, @Nullable CommandSpec spec) throws IOException {
    return asker.text(Setting.VAULT).startsWith("aws:")
        ? new Vaults(asker, environment, spec)
            .asked((stack, credentials, http) -> new OnAws(stack, credentials, http).findings())
        : List.of();
  }

  private Named stack() throws IOException {
    return asked((stack, credentials, http) ->
        new Named(
            URI.create(stack.api(credentials, http, InstantSource.system())),
            new Auth.Aws(stack.endpoint().region(), asker.text(Setting.AWS_PROFILE))));
  }

  private interface Question<T> {
    T ask(DeployedStack stack, DefaultCredentialsProvider credentials, SdkHttpClient http);
  }

  private <T> T asked(Question<T> question) throws IOException {
    if (!asker.text(Setting.TOKEN_FILE).isEmpty()) {
      throw wrong(
          "a deployment on AWS wants a signature, not the token of " + from(Setting.TOKEN_FILE));
    }
    try (DefaultCredentialsProvider credentials = credentials(asker.text(Setting.AWS_PROFILE));
        SdkHttpClient http = UrlConnectionHttpClient.create()) {
      String region = asker.text(Setting.REGION);
      DeployedStack stack =
          DeployedStack.parse(
              asker.text(Setting.VAULT), region.isEmpty() ? environment.get("AWS_REGION") : region);
      return question.ask(stack, credentials, http);
    } catch (IllegalArgumentException e) {
      throw wrong("Invalid value for " + from(Setting.VAULT) + ": " + e.getMessage());
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static DefaultCredentialsProvider credentials(String profile) {
    DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
    return (profile.isEmpty() ? builder : builder.profileName(profile)).build();
  }

  private Named url() {
    URI url;
    try {
      url = URI.create(asker.text(Setting.VAULT));
    } catch (IllegalArgumentException e) {
      throw wrong("Invalid value for " + from(Setting.VAULT) + ": it is no URL and no aws:STACK");
    }
    String tokenFile = asker.text(Setting.TOKEN_FILE);
    String auth = asker.text(Setting.AUTH);
    if (auth.isEmpty()) {
      return new Named(
          url, tokenFile.isEmpty() ? new Auth.None() : new Auth.Token(Path.of(tokenFile)));
    }
    if (!auth.equals("aws")) {
      throw wrong("Invalid value for " + from(Setting.AUTH) + ": it is aws, or left out");
    }
    if (!tokenFile.isEmpty()) {
      throw wrong(
          from(Setting.AUTH) + " and " + from(Setting.TOKEN_FILE) + ": take one of them away");
    }
    return new Named(url, new Auth.Aws(region(url), asker.text(Setting.AWS_PROFILE)));
  }

  private String region(URI url) {
    Matcher api = API_ON_AWS.matcher(url.getHost() == null ? "" : url.getHost());
    String said = asker.text(Setting.REGION);
    String named =
        !said.isEmpty()
            ? said
            : api.matches() ? api.group(1) : environment.getOrDefault("AWS_REGION", "");
    if (named.isBlank()) {
      throw wrong("--auth aws needs a region, and neither URL nor AWS_REGION says it: --region");
    }
    return named;
  }

  private String from(Setting key) {
    return asker.from(key);
  }

  private ParameterException wrong(String what) {
    return Output.wrong(spec, what);
  }
}
