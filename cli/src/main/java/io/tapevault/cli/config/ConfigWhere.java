package io.tapevault.cli.config;

import io.tapevault.aws.ssm.DeployedStack;
import io.tapevault.aws.ssm.SsmConfiguration;
import io.tapevault.cli.output.Output;
import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.Configuration;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.config.LocalPlace;
import io.tapevault.local.config.WatchedConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Where the document is: in a file of this machine, or in the parameter of a deployment on AWS.
public final class ConfigWhere {

  private static final Path DATA = Path.of("tapevault-data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data of the vault. Default: tapevault-data")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The file of the settings. Default: tapevault.yaml in DIR")
  private @Nullable Path config;

  @Option(
      names = "--vault",
      paramLabel = "aws:STACK",
      description =
          "Instead: the parameter of the deployment with this stack, which AWS_REGION or"
              + " ?region=… behind it says where to find.")
  private @Nullable String vault;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  private @Nullable Configuration deployed;

  boolean isOnAws() {
    return vault != null;
  }

  public ConfigReader reader() {
    return isOnAws() ? onAws() : new ConfigReader(new LocalPlace());
  }

  static ConfigReader onAws() {
    return new ConfigReader(new AwsPlace());
  }

  public Configuration kept() {
    if (vault == null) {
      return WatchedConfig.open(file(), data());
    }
    if (deployed == null) {
      deployed = deployed(vault);
    }
    return deployed;
  }

  private Configuration deployed(String said) {
    if (data != null || config != null) {
      throw wrong("--vault says where the document is: take --data and --config away");
    }
    try {
      DeployedStack stack = DeployedStack.parse(said, System.getenv("AWS_REGION"));
      DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
      return SsmConfiguration.of(
          stack, credentials, UrlConnectionHttpClient.create(), InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw wrong("Invalid value for option '--vault': " + e.getMessage());
    }
  }

  private ParameterException wrong(String what) {
    return Output.wrong(spec, what);
  }

  private Path data() {
    return data == null ? DATA : data;
  }

  private Path file() {
    return config == null ? WatchedConfig.file(data()) : config;
  }

  /// What of the document is not taken up while the vault runs, and what to do; empty where there
  /// is nothing of that.
  String waiting() throws IOException {
    if (!isOnAws()) {
      Set<String> names = WatchedConfig.waiting(WatchedConfig.open(file(), data()), data());
      return names.isEmpty() ? "" : "a restart is needed for " + String.join(", ", names);
    }
    Set<String> names = new TreeSet<>();
    if (kept().current() instanceof Current.There there
        && reader().read(there.version().document()) instanceof Judged.Right right) {
      names.addAll(right.written().names());
    }
    names.retainAll(SsmConfiguration.AT_DEPLOYMENT);
    return names.isEmpty()
        ? ""
        : "a deployment is needed for "
            + String.join(", ", names)
            + ": functions may reach no other table and bucket than theirs (cdk deploy -c"
            + " tapevault:tableName=… -c tapevault:bucketName=…)";
  }

  /// Where events and recordings are on AWS. What the rest of such a URI says is for the
  /// deployment.
  private static final class AwsPlace implements ConfigReader.Place {
    private final ConfigReader.Place local = new LocalPlace();

    @Override
    public void events(String uri) {
      check(uri.startsWith("dynamodb://"), "is no dynamodb://table, which it is on AWS");
    }

    @Override
    public void recordings(String uri) {
      check(uri.startsWith("s3://"), "is no s3://bucket, which it is on AWS");
    }

    @Override
    public void siem(SinkSpec siem) {
      local.siem(siem);
    }

    private static void check(boolean right, String fault) {
      if (!right) {
        throw new IllegalArgumentException(fault);
      }
    }
  }
}
