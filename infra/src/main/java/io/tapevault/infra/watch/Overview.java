package io.tapevault.infra.watch;

import io.tapevault.infra.functions.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/// A dashboard with the state of every alarm of the stack, and what they are about over time.
public final class Overview extends Construct {

  private static final Duration PERIOD = Duration.minutes(5);

  public Overview(Construct scope, Deployment deployment, Troubles.Parts parts) {
    super(scope, "Overview");
    List<Alarm> alarms =
        scope.getNode().findAll().stream()
            .filter(Alarm.class::isInstance)
            .map(Alarm.class::cast)
            .toList();
    List<IMetric> waiting = new ArrayList<>();
    waiting.add(parts.indexing().queue().metricApproximateAgeOfOldestMessage());
    waiting.add(parts.listing().queue().metricApproximateAgeOfOldestMessage());
    parts
        .forwarding()
        .deliveries()
        .forEach(one -> waiting.add(one.queue().metricApproximateAgeOfOldestMessage()));
    String table = deployment.vault().table().getTableName();
    Dashboard dashboard =
        Dashboard.Builder.create(this, "Dashboard")
            .dashboardName(Stack.of(this).getStackName())
            .build();
    dashboard.addWidgets(
        AlarmStatusWidget.Builder.create().title("Alarms").width(24).alarms(alarms).build());
    dashboard.addWidgets(
        graph("Requests", List.of(parts.api().requests(PERIOD), parts.api().failures(PERIOD))),
        graph("Waiting, s", waiting),
        graph(
            "Written to the table",
            List.of(
                dynamoDb("ConsumedWriteCapacityUnits", table),
                dynamoDb("WriteThrottleEvents", table))));
  }

  private static GraphWidget graph(String title, List<IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).width(8).left(metrics).build();
  }

  private static IMetric dynamoDb(String metric, String table) {
    return Metric.Builder.create()
        .namespace("AWS/DynamoDB")
        .metricName(metric)
        .dimensionsMap(Map.of("TableName", table))
        .statistic("Sum")
        .period(PERIOD)
        .build();
  }
}
