package io.tapevault.infra;

import io.tapevault.alarm.Counted;
import io.tapevault.infra.api.Api;
import io.tapevault.infra.api.Callers;
import io.tapevault.infra.functions.Packages;
import io.tapevault.infra.settings.Choice;
import io.tapevault.infra.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// Tapevault as a part of somebody else's CDK app: its two stacks, whom it lets in, and its
/// numbers.
///
/// ```java
/// TapevaultStore vault = new TapevaultStore(app, "Vault", Map.of("stage", "prod"), repository, null);
/// vault.grantIngest(nodes);
/// vault.grantRead(auditors);
/// vault.metricMissingRecordings();
/// ```
public final class TapevaultStore extends Construct {

  private static final Duration PERIOD = Duration.minutes(5);

  private final Stacks stacks;

  /// `choices` are those of docs/how-to/deploy.md by the names that stand behind `tapevault:`
  /// there; `repository` is where `./mvnw package` made the functions. Without an `environment` it
  /// is for any account and region. Throws an [IllegalArgumentException] that names everything that
  /// cannot be.
  public TapevaultStore(
      Construct scope,
      String id,
      Map<String, ?> choices,
      Path repository,
      @Nullable Environment environment) {
    super(scope, id);
    Map<String, Object> context = new HashMap<>();
    choices.forEach((name, value) -> context.put(Choice.PREFIX + name, value));
    stacks = Stacks.of(this, environment, Settings.from(context), Packages.under(repository));
  }

  /// What is kept, and outlives everything.
  public Stack data() {
    return stacks.data();
  }

  /// What runs.
  public Stack functions() {
    return stacks.functions();
  }

  /// Where nodes and auditors call, with SigV4.
  public String apiUrl() {
    return api().url();
  }

  /// Lets somebody send events and recordings, as a node does.
  public void grantIngest(IGrantable who) {
    grant(who, Callers.ingest(api()));
  }

  /// Lets somebody look at everything but originals of what was redacted, and tokens.
  public void grantRead(IGrantable who) {
    grant(who, Callers.audit(api()));
  }

  private static void grant(IGrantable who, PolicyStatement rights) {
    if (!who.getGrantPrincipal().addToPrincipalPolicy(rights).getStatementAdded()) {
      throw new IllegalArgumentException(
          "who was granted that has no policy that can be added to; attach IngestPolicyArn or"
              + " AuditPolicyArn");
    }
  }

  public IMetric metricRequests() {
    return api().requests(PERIOD);
  }

  /// Answers with 5xx.
  public IMetric metricFailures() {
    return api().failures(PERIOD);
  }

  public IMetric metricMissingRecordings() {
    return counted(Counted.MISSING_RECORDINGS);
  }

  public IMetric metricSilentNodes() {
    return counted(Counted.SILENT_NODES);
  }

  /// 1 while this SIEM is down.
  public IMetric metricSiemDown(String name) {
    return metric("Down", Map.of("Sink", name));
  }

  private Api api() {
    return stacks.functions().parts().api();
  }

  private IMetric counted(Counted counted) {
    String function =
        stacks.functions().parts().watching().function().alias().getLambda().getFunctionName();
    return metric(counted.metric(), Map.of(Counted.DIMENSION, function));
  }

  private static IMetric metric(String name, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(Counted.NAMESPACE)
        .metricName(name)
        .dimensionsMap(dimensions)
        .statistic("Maximum")
        .period(PERIOD)
        .build();
  }
}
