package io.tapevault.aws.dynamodb;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests that need a DynamoDB: the one of [TestTables]. `-DskipDynamoDbLocal` switches them off
/// where that would be DynamoDB Local, and then they say so.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(OnDynamoDb.Condition.class)
public @interface OnDynamoDb {

  /// Whether there is one.
  final class Condition implements ExecutionCondition {

    private static final String SKIP = "skipDynamoDbLocal";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isPresent() || context.getRequiredTestClass().isMemberClass()) {
        return ConditionEvaluationResult.enabled("its class is");
      }
      String name = context.getRequiredTestClass().getName();
      String skip = System.getProperty(SKIP);
      if (skip != null && !skip.equals("false") && TestTables.endpoint().isEmpty()) {
        System.out.println(
            name + " is SKIPPED, because -D" + SKIP + " is set and TAPEVAULT_TEST_ENDPOINT is not");
        return ConditionEvaluationResult.disabled("-D" + SKIP);
      }
      context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TestTables.class))
          .computeIfAbsent("tables", tables -> (AutoCloseable) TestTables::delete);
      System.out.println(name + " runs on " + TestTables.endpoint().orElse("DynamoDB Local"));
      return ConditionEvaluationResult.enabled("there is a DynamoDB");
    }
  }
}
