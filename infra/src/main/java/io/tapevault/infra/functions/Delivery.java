package io.tapevault.infra.functions;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.infra.settings.Target;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// The queue of one SIEM, and the function that empties it.
public final class Delivery extends Construct {

  private static final Duration TIMEOUT = Duration.minutes(1);

  // AWS's advice for a queue that Lambda reads: six times the function's timeout.
  private static final Duration VISIBILITY = Duration.minutes(6);

  private final Queue queue;
  private final Queue dead;

  Delivery(Construct scope, Deployment deployment, SinkSpec siem) {
    super(scope, "To-" + siem.name());
    Queues.Notices notices = Queues.notices(this, VISIBILITY);
    queue = notices.queue();
    dead = notices.dead();
    JavaFunction function =
        new JavaFunction(
            this,
            "Deliver",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.forward.DeliverFunction",
                deployment.packages().forward(),
                deployment.variables(
                    Map.of(
                        "TAPEVAULT_SINK", siem.json(),
                        "TAPEVAULT_QUEUE_URL", queue.getQueueUrl())),
                new JavaFunction.Limits(TIMEOUT, 1024)));
    Access access = deployment.access();
    function.allow(
        List.of(
            access.readEvents(),
            access.tableKey(),
            access.readObjects(Layout.LARGE_EVENTS),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS),
            access.readingKey(),
            // What a SIEM refuses is parked, and it may be too large for the table.
            access.parkEvents(),
            access.putObjects(Layout.LARGE_EVENTS),
            access.noteReceipts(siem.name()),
            access.keepSinkStates(),
            access.keepTo(Layout.RECEIPTS + siem.name() + "#*", Layout.REGISTER + "sinks"),
            // That it is down, and that it is back, are events.
            access.appendEvent(),
            access.writingKey(),
            access.readConfig(),
            access.configKey(),
            Statements.consume(queue),
            Statements.postpone(queue)));
    function.allow(Statements.readSecrets(siem.references()));
    Stack stack = Stack.of(this);
    for (Target.Right right : Target.of(siem).rights()) {
      function.allow(
          List.of(
              Statements.statement(
                  right.sid(),
                  List.of(right.action()),
                  List.of(right.resource(stack.getPartition(), stack.getAccount())))));
    }
    CfnEventSourceMapping.Builder.create(this, "Notices")
        .eventSourceArn(queue.getQueueArn())
        .functionName(function.alias().getFunctionArn())
        .batchSize(10)
        .functionResponseTypes(List.of("ReportBatchItemFailures"))
        .metricsConfig(
            CfnEventSourceMapping.MetricsConfigProperty.builder()
                .metrics(List.of("EventCount"))
                .build())
        .build();
    Alarms.tell(
        this,
        deployment,
        List.of(
            down(siem.name()),
            Queues.old(
                this,
                "Waiting",
                queue,
                "Tapevault: what waits for the SIEM " + siem.name() + " is older than an hour"),
            counted("Parked", siem.name(), " refused an event, which is parked"),
            counted("Lost", siem.name(), " will not have an event: it is lost to it"),
            deadLetters(siem.name())));
  }

  private Alarm down(String siem) {
    return Alarm.Builder.create(this, "Down")
        .alarmDescription("Tapevault: the SIEM " + siem + " is down")
        .metric(
            Metric.Builder.create()
                .namespace("Tapevault")
                .metricName("Down")
                .dimensionsMap(Map.of("Sink", siem))
                .statistic("Maximum")
                .period(Duration.minutes(5))
                .build())
        .threshold(1)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(2)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
  }

  /// When any event becomes that.
  private Alarm counted(String metric, String siem, String words) {
    return Alarm.Builder.create(this, metric)
        .alarmDescription("Tapevault: the SIEM " + siem + words)
        .metric(
            Metric.Builder.create()
                .namespace("Tapevault")
                .metricName(metric)
                .dimensionsMap(Map.of("Sink", siem))
                .statistic("Sum")
                .period(Duration.minutes(5))
                .build())
        .threshold(0)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .evaluationPeriods(1)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
  }

  /// What was tried for days, and is tried no more.
  private Alarm deadLetters(String siem) {
    return Alarm.Builder.create(this, "DeadLetters")
        .alarmDescription(
            "Tapevault: nobody tries any more to bring some events to the SIEM " + siem)
        .metric(dead.metricApproximateNumberOfMessagesVisible())
        .threshold(0)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .evaluationPeriods(1)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
  }

  public Queue queue() {
    return queue;
  }

  public Queue dead() {
    return dead;
  }
}
