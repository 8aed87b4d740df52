package io.tapevault.infra.watch;

import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.constructs.Construct;

/// What the account may cost in a month before somebody is told: when it is spent, and when AWS
/// foresees that it will be.
///
/// Of the whole account: a budget of some tags counts nothing, and says nothing, until somebody
/// makes them tags for billing.
public final class Spending extends Construct {

  public Spending(Construct scope, String dollars, String topic) {
    super(scope, "Spending");
    CfnBudget.Builder.create(this, "Budget")
        .budget(
            CfnBudget.BudgetDataProperty.builder()
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(
                    CfnBudget.SpendProperty.builder()
                        .amount(Integer.parseInt(dollars))
                        .unit("USD")
                        .build())
                .build())
        .notificationsWithSubscribers(List.of(told("ACTUAL", topic), told("FORECASTED", topic)))
        .build();
  }

  private static NotificationWithSubscribersProperty told(String when, String topic) {
    return NotificationWithSubscribersProperty.builder()
        .notification(
            CfnBudget.NotificationProperty.builder()
                .notificationType(when)
                .comparisonOperator("GREATER_THAN")
                .threshold(100)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(
            List.of(
                CfnBudget.SubscriberProperty.builder()
                    .subscriptionType("SNS")
                    .address(topic)
                    .build()))
        .build();
  }
}
