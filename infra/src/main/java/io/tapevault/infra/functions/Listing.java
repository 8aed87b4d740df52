package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Keeps the list of sessions: a consumer of the stream like those of the SIEMs, with a queue of
/// its own.
public final class Listing extends Construct {

  // A session of very many events is read as a whole.
  private static final Duration TIMEOUT = Duration.minutes(2);
  private static final Duration VISIBILITY = Duration.minutes(12);
  private static final int AT_ONCE = 10;

  private final Queue queue;
  private final Queue dead;
  private final JavaFunction function;

  public Listing(Construct scope, Deployment deployment) {
    super(scope, "Listing");
    Queues.Notices notices = Queues.notices(this, VISIBILITY);
    queue = notices.queue();
    dead = notices.dead();
    function =
        new JavaFunction(
            this,
            "List",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.forward.CatalogueFunction",
                deployment.packages().forward(),
                deployment.variables(Map.of()),
                new JavaFunction.Limits(TIMEOUT, 1024)));
    Access access = deployment.access();
    function.allow(
        List.of(
            access.readEvents(),
            access.readSessions(),
            // Of what was stored before there was a list, for an operator.
            access.searchDays(),
            access.keepCatalogue(),
            access.tableKey(),
            access.readObjects(Layout.LARGE_EVENTS),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS),
            access.readingKey(),
            access.readConfig(),
            access.configKey(),
            Statements.consume(queue)));
    CfnEventSourceMapping.Builder.create(this, "Notices")
        .eventSourceArn(queue.getQueueArn())
        .functionName(function.alias().getFunctionArn())
        .batchSize(10)
        .functionResponseTypes(List.of("ReportBatchItemFailures"))
        .scalingConfig(
            CfnEventSourceMapping.ScalingConfigProperty.builder()
                .maximumConcurrency(AT_ONCE)
                .build())
        .build();
    Alarms.tell(
        this,
        deployment,
        List.of(
            Queues.old(
                this,
                "Behind",
                queue,
                "Tapevault: the list of sessions is more than an hour behind the events")));
  }

  public Queue queue() {
    return queue;
  }

  public Queue dead() {
    return dead;
  }

  public JavaFunction function() {
    return function;
  }
}
