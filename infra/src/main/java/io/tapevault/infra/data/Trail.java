package io.tapevault.infra.data;

import io.tapevault.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudtrail.CfnTrail;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketPolicy;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/// Who reached for the table or the bucket itself, past the API: a trail of CloudTrail that has
/// nothing else in it, and a bucket of its own.
public final class Trail extends Construct {

  // As the logs of who asked through the API.
  private static final int KEPT_DAYS = 365;

  public Trail(Construct scope, Settings settings, String bucketArn, String tableArn) {
    super(scope, "Trail");
    Bucket bucket =
        Bucket.Builder.create(this, "Bucket")
            .versioned(true)
            // Not the vault's key: who looks through the trail needs no right on the evidence.
            .encryption(BucketEncryption.S3_MANAGED)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .enforceSsl(true)
            .minimumTlsVersion(1.2)
            .removalPolicy(settings.removal())
            .lifecycleRules(List.of(old()))
            .build();
    String trail =
        Stack.of(this)
            .formatArn(
                ArnComponents.builder()
                    .service("cloudtrail")
                    .resource("trail")
                    .resourceName(Aws.STACK_NAME)
                    .build());
    bucket.addToResourcePolicy(
        written("LookBeforeWriting", "s3:GetBucketAcl", bucket.getBucketArn(), trail));
    PolicyStatement write =
        written(
            "Write",
            "s3:PutObject",
            bucket.arnForObjects("AWSLogs/" + Aws.ACCOUNT_ID + "/*"),
            trail);
    write.addCondition(
        "StringEquals",
        Map.of("aws:SourceArn", trail, "s3:x-amz-acl", "bucket-owner-full-control"));
    bucket.addToResourcePolicy(write);
    BucketPolicy policy = bucket.getPolicy();
    if (policy == null) {
      throw new IllegalStateException("a bucket without a policy takes nothing from CloudTrail");
    }
    policy.applyRemovalPolicy(settings.removal());
    CfnTrail.Builder.create(this, "Trail")
        .trailName(Aws.STACK_NAME)
        .isLogging(true)
        .s3BucketName(bucket.getBucketName())
        .enableLogFileValidation(true)
        // What is kept is in one region; who manages it is for the account's own trail to say.
        .isMultiRegionTrail(false)
        .includeGlobalServiceEvents(false)
        .advancedEventSelectors(
            List.of(
                // What is derived from recordings shows as much as they do.
                selector("What is in the bucket", "AWS::S3::Object", "startsWith", bucketArn + "/"),
                selector("What is in the table", "AWS::DynamoDB::Table", "equals", tableArn)))
        .build()
        .getNode()
        .addDependency(policy);
  }

  /// As CloudTrail asks for it, for this trail alone.
  private static PolicyStatement written(String sid, String action, String on, String trail) {
    PolicyStatement statement =
        PolicyStatement.Builder.create()
            .sid(sid)
            .principals(List.of(new ServicePrincipal("cloudtrail.amazonaws.com")))
            .actions(List.of(action))
            .resources(List.of(on))
            .build();
    statement.addCondition("StringEquals", Map.of("aws:SourceArn", trail));
    return statement;
  }

  private static CfnTrail.AdvancedEventSelectorProperty selector(
      String name, String type, String operator, String arn) {
    CfnTrail.AdvancedFieldSelectorProperty.Builder resource =
        CfnTrail.AdvancedFieldSelectorProperty.builder().field("resources.ARN");
    List<String> arns = List.of(arn);
    return CfnTrail.AdvancedEventSelectorProperty.builder()
        .name(name)
        .fieldSelectors(
            List.of(
                is("eventCategory", "Data"),
                is("resources.type", type),
                operator.equals("equals")
                    ? resource.equalTo(arns).build()
                    : resource.startsWith(arns).build()))
        .build();
  }

  private static CfnTrail.AdvancedFieldSelectorProperty is(String field, String value) {
    return CfnTrail.AdvancedFieldSelectorProperty.builder()
        .field(field)
        .equalTo(List.of(value))
        .build();
  }

  /// A version that was put over is the original: it stays as long.
  private static LifecycleRule old() {
    return LifecycleRule.builder()
        .id("old")
        .expiration(Duration.days(KEPT_DAYS))
        .noncurrentVersionExpiration(Duration.days(KEPT_DAYS))
        .build();
  }
}
