package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.settings.ObjectLock;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Holds sessions and releases them, and every hour sees to it that what is held stays held, and
/// marks the recordings that have expired. It reads and removes no recording, and of an event
/// changes nothing but when it expires.
public final class Holding extends Construct {

  private static final Duration HOUR = Duration.hours(1);
  private static final Duration SWEEP = Duration.minutes(15);
  private static final int MEMORY = 1024;

  private final JavaFunction function;
  private final JavaFunction retain;

  public Holding(Construct scope, Deployment deployment) {
    super(scope, "Holding");
    function = function("Hold", deployment, Map.of(), JavaFunction.ANSWERING);
    function.allow(rights(deployment.access()));
    @Nullable ObjectLock lock = deployment.settings().objectLock();
    retain =
        function(
            "Retain",
            deployment,
            Map.of("TAPEVAULT_OBJECT_LOCK", (lock == null ? 0 : lock.days()) + "d"),
            SWEEP);
    retain.allow(rights(deployment.access()));
    Access access = deployment.access();
    retain.allow(
        List.of(
            access.forgetHolds(),
            access.listObjects(deployment.vault().recordings(), Layout.TRANSCRIPTS + "sessions/"),
            access.removeTranscripts(),
            access.listDerivedVersions(),
            access.readLocks(deployment.vault().recordings()),
            access.tagObjects(Layout.DERIVED, Layout.REDACTIONS)));
    Rule.Builder.create(this, "Hourly")
        .description("Tapevault: keep what is held, mark what has expired")
        .schedule(Schedule.rate(HOUR))
        .targets(List.of(new LambdaFunction(retain.alias())))
        .build();
  }

  private JavaFunction function(
      String name, Deployment deployment, Map<String, String> besides, Duration timeout) {
    return new JavaFunction(
        this,
        name,
        deployment,
        new JavaFunction.Spec(
            "io.tapevault.function.playback." + name + "Function",
            deployment.packages().playback(),
            deployment.variables(besides),
            new JavaFunction.Limits(timeout, MEMORY)));
  }

  private static List<PolicyStatement> rights(Access access) {
    return List.of(
        access.appendEvent(),
        access.readSessions(),
        access.changeExpiry(),
        access.tableKey(),
        access.listVersions(access.vault().recordings()),
        access.protectObjects(access.vault().recordings()),
        access.readConfig(),
        access.configKey());
  }

  /// What keeps what is held, and marks what has expired.
  public JavaFunction retain() {
    return retain;
  }

  public Alias alias() {
    return function.alias();
  }
}
