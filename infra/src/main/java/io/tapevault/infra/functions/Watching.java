package io.tapevault.infra.functions;

import io.tapevault.alarm.Counted;
import io.tapevault.infra.data.Access;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.constructs.Construct;

/// Looks every few minutes for nodes that fell silent and recordings that are missing, with an
/// alarm for each number that should be none.
public final class Watching extends Construct {

  private static final Duration EVERY = Duration.minutes(5);
  private static final Duration TIMEOUT = Duration.minutes(4);
  // A look is in each.
  private static final Duration PERIOD = Duration.minutes(10);

  private final JavaFunction function;

  public Watching(Construct scope, Deployment deployment) {
    super(scope, "Watching");
    function =
        new JavaFunction(
            this,
            "Watch",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.playback.WatchFunction",
                deployment.packages().playback(),
                deployment.variables(Map.of()),
                new JavaFunction.Limits(TIMEOUT, 1024)));
    Access access = deployment.access();
    function.allow(
        List.of(
            access.appendEvent(),
            access.readEvents(),
            // The register and what a session's start says.
            access.readSessions(),
            access.removeFromRegister(),
            access.tableKey(),
            // Whether a recording is there; not what is in it.
            access.listVersions(deployment.vault().recordings()),
            access.readObjects(Layout.LARGE_EVENTS),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS),
            access.readingKey(),
            access.readConfig(),
            access.configKey()));
    Rule.Builder.create(this, "Look")
        .description("Tapevault: look for silent nodes and missing recordings")
        .schedule(Schedule.rate(EVERY))
        .targets(List.of(new LambdaFunction(function.alias())))
        .build();
    Alarms.tell(this, deployment, Stream.of(Counted.values()).map(this::alarm).toList());
  }

  public JavaFunction function() {
    return function;
  }

  private static String words(Counted counted) {
    return switch (counted) {
      case MISSING_RECORDINGS -> "Tapevault: the recording of a session that has ended is missing";
      case REFUSED_CONFIG -> "Tapevault: the settings that were put there are refused";
      case SILENT_NODES -> "Tapevault: a node fell silent";
    };
  }

  private Alarm alarm(Counted counted) {
    return Alarm.Builder.create(this, counted.metric())
        .alarmDescription(words(counted))
        .metric(
            Metric.Builder.create()
                .namespace(Counted.NAMESPACE)
                .metricName(counted.metric())
                .dimensionsMap(
                    Map.of(Counted.DIMENSION, function.alias().getLambda().getFunctionName()))
                .statistic("Maximum")
                .period(PERIOD)
                .build())
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .threshold(0)
        .evaluationPeriods(1)
        .build();
  }
}
