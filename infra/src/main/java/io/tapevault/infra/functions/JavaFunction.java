package io.tapevault.infra.functions;

import io.tapevault.infra.data.Vault;
import io.tapevault.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Handler;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// A function on java25: its role, its log and the alias that everything calls.
public final class JavaFunction extends Construct {

  /// For what is called through the API, which waits no longer unless AWS is asked to raise that.
  public static final Duration ANSWERING = Duration.seconds(29);

  /// What a function is: its class and package, its variables, within what it works, and whether
  /// its log says who saw what.
  record Spec(
      String handler,
      Path zip,
      Map<String, String> variables,
      Limits limits,
      boolean logIsEvidence) {

    Spec(String handler, Path zip, Map<String, String> variables, Limits limits) {
      this(handler, zip, variables, limits, false);
    }
  }

  /// How long, on how many MB of memory (1,769 are one whole CPU), with how many MB for temporary
  /// files.
  record Limits(Duration timeout, int memory, int disk) {

    // What every function has, and the most that SnapStart takes.
    private static final int DISK = 512;

    Limits(Duration timeout, int memory) {
      this(timeout, memory, DISK);
    }

    boolean snapStart() {
      return disk <= DISK;
    }
  }

  private final Role role;
  private final Alias alias;

  JavaFunction(Construct scope, String id, Deployment deployment, Spec spec) {
    super(scope, id);
    LogGroup log =
        LogGroup.Builder.create(this, "Log")
            .retention(spec.logIsEvidence() ? RetentionDays.ONE_YEAR : RetentionDays.THREE_MONTHS)
            .removalPolicy(
                spec.logIsEvidence() ? deployment.settings().removal() : RemovalPolicy.DESTROY)
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
    Function.Builder function =
        Function.Builder.create(this, "Function")
            .architecture(Architecture.ARM_64)
            .environment(spec.variables())
            .timeout(spec.limits().timeout())
            .memorySize(spec.limits().memory())
            .ephemeralStorageSize(Size.mebibytes(spec.limits().disk()))
            .role(role)
            .logGroup(log)
            .loggingFormat(LoggingFormat.JSON)
            // What ran before is still there to go back to.
            .currentVersionOptions(
                VersionOptions.builder()
                    .removalPolicy(deployment.settings().removal())
                    .description(over(deployment.vault()))
                    .build());
    packaged(function, spec, deployment.settings());
    alias = published(function.build(), deployment.settings());
  }

  /// AWS takes no snapshot of an image: it has its AOT cache instead.
  private static void packaged(Function.Builder function, Spec spec, Settings settings) {
    if (settings.images()) {
      function
          .runtime(Runtime.FROM_IMAGE)
          .handler(Handler.FROM_IMAGE)
          .code(Packages.image(spec.zip(), spec.handler()));
      return;
    }
    function.runtime(Runtime.JAVA_25).handler(spec.handler()).code(Packages.code(spec.zip()));
    if (spec.limits().snapStart() && settings.snapStart()) {
      function.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
    }
  }

  /// Names are looked up while CloudFormation works, when the ids of versions are fixed; with
  /// another description it publishes another version, which knows the new names.
  private static String over(Vault vault) {
    return vault.table().getTableName() + " " + vault.bucket().getBucketName();
  }

  /// SnapStart works on published versions only, so nothing may call $LATEST.
  private static Alias published(Function function, Settings settings) {
    // The variables refer to table and bucket; their names are not in the version's hash by that.
    function.invalidateVersionBasedOn(settings.tableName() + " " + settings.bucketName());
    Annotations.of(function)
        .acknowledgeWarning(
            "@aws-cdk/aws-lambda:snapStartRequirePublish", "all go through the alias");
    return function.addAlias("live");
  }

  void allow(List<PolicyStatement> statements) {
    statements.forEach(role::addToPolicy);
  }

  public Alias alias() {
    return alias;
  }
}
