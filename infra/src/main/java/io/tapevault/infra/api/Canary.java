package io.tapevault.infra.api;

import io.tapevault.infra.data.Statements;
import io.tapevault.infra.functions.Alarms;
import io.tapevault.infra.functions.Deployment;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/// A new version of a function behind the API gets one call of ten for ten minutes, and all of them
/// only when the API did not answer with 5xx meanwhile: else CloudFormation takes the whole
/// deployment back.
public final class Canary extends Construct {

  private static final Duration PERIOD = Duration.minutes(1);

  public Canary(Construct scope, Deployment deployment, Api api, Map<String, Alias> aliases) {
    super(scope, "Canary");
    // Of the API: whatever a function does wrong is a 5xx to who called. One may pass.
    Alarm alarm =
        Alarm.Builder.create(this, "Fails")
            .alarmDescription(
                "Tapevault: the API answers with 5xx; a deployment that goes on is taken back")
            .metric(api.failures(PERIOD))
            .threshold(0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .evaluationPeriods(5)
            .datapointsToAlarm(2)
            .treatMissingData(TreatMissingData.NOT_BREACHING)
            .build();
    Alarms.tell(this, deployment, List.of(alarm));
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("codedeploy.amazonaws.com"))
            .build();
    Policy policy =
        Policy.Builder.create(this, "Policy")
            .roles(List.of(role))
            .statements(rights(List.copyOf(aliases.values())))
            .build();
    LambdaApplication application = LambdaApplication.Builder.create(this, "Application").build();
    aliases.forEach((name, alias) ->
        LambdaDeploymentGroup.Builder.create(this, name)
            .application(application)
            .alias(alias)
            .alarms(List.of(alarm))
            .autoRollback(
                AutoRollbackConfig.builder().deploymentInAlarm(true).failedDeployment(true).build())
            .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_10_MINUTES)
            // CDK would attach a policy of AWS's that may change every alias.
            .role(role.withoutPolicyUpdates())
            .build()
            .getNode()
            .addDependency(policy));
  }

  private static List<PolicyStatement> rights(List<Alias> aliases) {
    List<IFunction> functions =
        aliases.stream().<IFunction>map(alias -> alias.getLambda()).toList();
    return List.of(
        Statements.statement(
            "MoveAliases",
            List.of("lambda:GetAlias", "lambda:UpdateAlias"),
            functions.stream().map(IFunction::getFunctionArn).toList()),
        // Not by the alias itself, which waits for these rights.
        Statements.statement(
            "LookAtConcurrency",
            List.of("lambda:GetProvisionedConcurrencyConfig"),
            functions.stream().map(one -> one.getFunctionArn() + ":live").toList()),
        Statements.statement("LookAtAlarms", List.of("cloudwatch:DescribeAlarms"), List.of("*")));
  }
}
