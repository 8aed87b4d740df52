package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.infra.data.Vault;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Looks through each recording when it arrives: the `session.upload` event, and what playback
/// shows. Exports that are too large for an answer are made here too, a minute at a time.
///
/// The bucket's notices go through a queue. It bounds how many recordings are looked through at
/// once without taking from the account's concurrency, and nothing is given up in it.
public final class Indexing extends Construct {

  // As long as there is: a recording is read through once.
  private static final Duration TIMEOUT = Duration.minutes(15);
  // Nobody else gets a message while the function may work on it, and it comes again soon after.
  private static final Duration VISIBILITY = Duration.minutes(16);
  private static final int DISK = 10_240;
  private static final int AT_ONCE = 4;
  // More than three days of trying. A dead message keeps its age: ten days are left for it.
  private static final int RECEIVES = 300;

  private final Queue queue;
  private final Queue dead;

  public Indexing(Construct scope, Deployment deployment) {
    super(scope, "Indexing");
    dead = Queues.kept(this, "Dead").build();
    queue =
        Queues.kept(this, "Queue")
            .visibilityTimeout(VISIBILITY)
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(dead).maxReceiveCount(RECEIVES).build())
            .build();
    JavaFunction function =
        new JavaFunction(
            this,
            "Index",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.playback.IndexFunction",
                deployment.packages().playback(),
                deployment.variables(Map.of("TAPEVAULT_INDEX_QUEUE_URL", queue.getQueueUrl())),
                new JavaFunction.Limits(TIMEOUT, 1769, DISK)));
    Access access = deployment.access();
    function.allow(
        List.of(
            access.readVersions(deployment.vault().recordings(), Layout.DERIVED, Layout.REDACTIONS),
            access.listVersions(deployment.vault().recordings(), Layout.DERIVED, Layout.REDACTIONS),
            access.listObjects(deployment.vault().recordings(), Layout.TRANSCRIPTS + "sessions/"),
            access.readObjects(Layout.LARGE_EVENTS, Layout.EXPORTS),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS, Layout.EXPORTS),
            access.readingKey(),
            access.putObjects(Layout.DERIVED, Layout.TRANSCRIPTS, Layout.EXPORTS),
            access.listParts(Layout.EXPORTS),
            // An export is made by turns.
            Statements.send(List.of(queue)),
            access.searchEvents(),
            // A transcript of before something was redacted.
            access.removeTranscripts(),
            access.writingKey(),
            access.appendEvent(),
            // Whether the log has an upload or an end of the session already.
            access.readEvents(),
            access.readSessions(),
            access.tableKey(),
            access.readConfig(),
            access.configKey(),
            Statements.consume(queue)));
    CfnEventSourceMapping.Builder.create(this, "Notices")
        .eventSourceArn(queue.getQueueArn())
        .functionName(function.alias().getFunctionArn())
        // A recording that fails takes no other with it.
        .batchSize(1)
        .scalingConfig(
            CfnEventSourceMapping.ScalingConfigProperty.builder()
                .maximumConcurrency(AT_ONCE)
                .build())
        .build();
    noticeArrivals(deployment.vault());
    sweep();
  }

  public Queue queue() {
    return queue;
  }

  public Queue dead() {
    return dead;
  }

  private void noticeArrivals(Vault vault) {
    Rule.Builder.create(this, "Arrivals")
        .description("Tapevault: a recording has arrived")
        .eventPattern(
            EventPattern.builder()
                .source(List.of("aws.s3"))
                .detailType(List.of("Object Created"))
                .detail(
                    Map.of(
                        "bucket", Map.of("name", List.of(vault.bucket().getBucketName())),
                        "object",
                            Map.of(
                                "key", List.of(Map.of("wildcard", vault.recordings() + "*.tar")))))
                .build())
        .targets(List.of(new SqsQueue(queue)))
        .build();
  }

  /// A notice may be lost; then the recording is found here.
  private void sweep() {
    Rule.Builder.create(this, "Sweep")
        .description("Tapevault: look for recordings that nobody gave notice of")
        .schedule(Schedule.rate(Duration.hours(1)))
        .targets(List.of(new SqsQueue(queue)))
        .build();
  }
}
