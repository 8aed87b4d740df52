package io.tapevault.infra;

import io.tapevault.infra.data.Kept;
import io.tapevault.infra.data.Name;
import io.tapevault.infra.data.Trail;
import io.tapevault.infra.settings.Settings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/// What is kept, and nothing that runs: it changes seldom, and stays whatever becomes of the
/// functions.
final class DataStack extends Stack {

  DataStack(Construct scope, StackProps props, Settings settings) {
    super(scope, settings.dataStackName(), props);
    Kept kept = new Kept(this, settings);
    if (settings.cloudtrail()) {
      Trail _ = new Trail(this, settings, kept.bucketArn(), kept.tableArn());
    }
    for (Name name : Name.values()) {
      String value = kept.value(name);
      // By the name that the stack has where it is deployed.
      StringParameter.Builder.create(this, name.word())
          .parameterName(name.parameter(Aws.STACK_NAME))
          .simpleName(false)
          .stringValue(value)
          .description("Tapevault: " + name.words())
          .build();
      CfnOutput.Builder.create(this, name.word() + "Name")
          .value(value)
          .description(name.words())
          .build();
    }
  }
}
