package io.tapevault.packages;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests that start functions: the runtime client has native code for Linux only, and DynamoDB
/// Local can be switched off with `-DskipDynamoDbLocal`. What does not run says so.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnLinux.Condition.class)
@interface OnLinux {

  /// Whether functions can run here.
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String why = whyNot();
      if (why.isEmpty() || context.getTestMethod().isPresent()) {
        return ConditionEvaluationResult.enabled("functions run here");
      }
      System.out.println("NOT RUN: " + context.getRequiredTestClass().getName() + ": " + why);
      return ConditionEvaluationResult.disabled(why);
    }

    private static String whyNot() {
      String system = System.getProperty("os.name");
      if (!system.equals("Linux")) {
        return "AWS's runtime client has no native code for " + system + ", only for Linux";
      }
      String skip = System.getProperty("skipDynamoDbLocal");
      return skip == null || skip.equals("false") ? "" : "-DskipDynamoDbLocal is set";
    }
  }
}
