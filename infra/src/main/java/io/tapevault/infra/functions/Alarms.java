package io.tapevault.infra.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/// Who is told of alarms: the topic of the settings, where one is named.
public final class Alarms {

  private Alarms() {}

  /// When they begin, and when they are over.
  public static void tell(Construct scope, Deployment deployment, List<Alarm> alarms) {
    @Nullable String topic = deployment.settings().alarmTopic();
    if (topic != null) {
      SnsAction action = new SnsAction(Topic.fromTopicArn(scope, "Topic", topic));
      for (Alarm alarm : alarms) {
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
      }
    }
  }
}
