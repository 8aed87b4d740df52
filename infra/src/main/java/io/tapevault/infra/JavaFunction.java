package io.tapevault.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// A function on java25 with SnapStart: its role, its log and the alias that everything calls.
final class JavaFunction extends Construct {

  /// What a function is: its class and package, its variables, and how long and on how many MB it
  /// may work.
  record Work(
      String handler, Path zip, Map<String, String> variables, Duration timeout, int memory) {}

  private final Role role;
  private final Function function;
  private final Alias alias;

  JavaFunction(Construct scope, String id, Work work) {
    super(scope, id);
    LogGroup log =
        LogGroup.Builder.create(this, "Log")
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    // Not AWSLambdaBasicExecutionRole: that may write to every log of the account.
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    allow(
        List.of(
            PolicyStatement.Builder.create()
                .sid("Log")
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(log.getLogGroupArn()))
                .build()));
    // No JAVA_TOOL_OPTIONS: under SnapStart java25 keeps C2, and options would take that away.
    function =
        Function.Builder.create(this, "Function")
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .handler(work.handler())
            .code(Packages.code(work.zip()))
            .environment(work.variables())
            .timeout(work.timeout())
            .memorySize(work.memory())
            .role(role)
            .logGroup(log)
            .loggingFormat(LoggingFormat.JSON)
            .build();
    // SnapStart works on published versions only, so nothing may call $LATEST.
    alias = function.addAlias("live");
    Annotations.of(function)
        .acknowledgeWarning(
            "@aws-cdk/aws-lambda:snapStartRequirePublish", "all go through the alias");
  }

  void allow(List<PolicyStatement> statements) {
    statements.forEach(role::addToPolicy);
  }

  Function function() {
    return function;
  }

  Alias alias() {
    return alias;
  }
}
