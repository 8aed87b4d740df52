package io.tapevault.infra.data;

import io.tapevault.infra.settings.ObjectLock;
import io.tapevault.infra.settings.Settings;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketPolicy;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/// What is kept: the events table and the bucket, under one key. All of it outlives its stack, but
/// in a trial. What is adopted is known by its name, and nothing here touches it.
public final class Kept extends Construct {

  // The table has what is in it too: it only has to last until somebody looks.
  private static final int FAILURES_KEPT_DAYS = 30;
  private static final int ABANDONED_DAYS = 7;

  private final Settings settings;
  private final IKey key;
  private final @Nullable Table table;
  private final @Nullable Bucket bucket;
  private final Bucket failures;

  public Kept(Construct scope, Settings settings) {
    super(scope, "Vault");
    this.settings = settings;
    key = key();
    table = settings.adoptedTable() == null ? teleportTable() : null;
    bucket = settings.adoptedBucket() == null ? recordings() : null;
    // A bucket of its own, so that the forwarder needs no right whatever on the recordings.
    failures =
        secureBucket("Failures")
            .lifecycleRules(
                List.of(
                    abandonedUploads(ABANDONED_DAYS),
                    LifecycleRule.builder()
                        .id("old")
                        .expiration(Duration.days(FAILURES_KEPT_DAYS))
                        .noncurrentVersionExpiration(Duration.days(1))
                        .build()))
            .build();
    protect(failures);
  }

  /// Ours, unless there is one: then its policy is its owner's to write.
  private IKey key() {
    String arn = settings.key();
    return arn == null
        ? Key.Builder.create(this, "Key")
            .description("Tapevault: events and recordings")
            .enableKeyRotation(true)
            .removalPolicy(settings.removal())
            .build()
        : Key.fromKeyArn(this, "Key", arn);
  }

  private Bucket recordings() {
    Bucket made =
        locked(secureBucket("Bucket"), settings.objectLock())
            .bucketName(settings.bucketName())
            // Teleport's uploads are incomplete for as long as their sessions last.
            .lifecycleRules(
                List.of(
                    abandonedUploads(settings.longestSessionDays()),
                    expired(),
                    removedTranscripts(),
                    oldExports(),
                    LifecycleRule.builder()
                        .id("delete-markers")
                        .expiredObjectDeleteMarker(true)
                        .build()))
            .build();
    Overwriting.refuse(made, settings.teleportRole());
    protect(made);
    tellEventBridge(made);
    Replication.@Nullable To to = Replication.To.of(settings);
    if (to != null) {
      Replication copy = new Replication(this, settings, made, key, to);
      CfnOutput.Builder.create(this, "ReplicationRole")
          .value(copy.roleArn())
          .description("Whom the bucket and the key of the copy have to let in")
          .build()
          .overrideLogicalId("ReplicationRoleArn");
    }
    return made;
  }

  public String bucketArn() {
    return bucket == null
        ? "arn:" + Aws.PARTITION + ":s3:::" + value(Name.BUCKET)
        : bucket.getBucketArn();
  }

  public String tableArn() {
    return table == null ? adoptedTable().split("/stream/", -1)[0] : table.getTableArn();
  }

  /// What the functions know it by.
  public String value(Name name) {
    return switch (name) {
      case TABLE -> table == null ? adoptedTable().split("/", -1)[1] : table.getTableName();
      case STREAM ->
          table == null
              ? adoptedTable()
              : Objects.requireNonNull(table.getTableStreamArn(), "the table has a stream");
      case BUCKET ->
          bucket == null
              ? Objects.requireNonNull(settings.adoptedBucket(), "else it was made")
              : bucket.getBucketName();
      case FAILURES -> failures.getBucketName();
      case KEY -> key.getKeyArn();
    };
  }

  private String adoptedTable() {
    return Objects.requireNonNull(settings.adoptedTable(), "else it was made");
  }

  /// The table as Teleport makes it, with a stream.
  private Table teleportTable() {
    // Not TableV2: with a key of ours it cannot be synthesised without a region.
    Table made =
        Table.Builder.create(this, "Table")
            .tableName(settings.tableName())
            .partitionKey(attribute(Layout.SESSION_ID, AttributeType.STRING))
            .sortKey(attribute(Layout.EVENT_INDEX, AttributeType.NUMBER))
            .timeToLiveAttribute(Layout.EXPIRES)
            .stream(StreamViewType.NEW_IMAGE)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .tableClass(settings.tableClass())
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(key)
            .deletionProtection(!settings.ephemeral())
            .removalPolicy(settings.removal())
            .build();
    made.addGlobalSecondaryIndex(
        GlobalSecondaryIndexProps.builder()
            .indexName(Layout.BY_DAY)
            .partitionKey(attribute(Layout.CREATED_AT_DATE, AttributeType.STRING))
            .sortKey(attribute(Layout.CREATED_AT, AttributeType.NUMBER))
            .projectionType(ProjectionType.ALL)
            .build());
    return made;
  }

  private static Attribute attribute(String name, AttributeType type) {
    return Attribute.builder().name(name).type(type).build();
  }

  private Bucket.Builder secureBucket(String id) {
    return Bucket.Builder.create(this, id)
        .versioned(true)
        .encryption(BucketEncryption.KMS)
        .encryptionKey(key)
        .bucketKeyEnabled(true)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .enforceSsl(true)
        .minimumTlsVersion(1.2)
        .removalPolicy(settings.removal());
  }

  /// For all that is put, by whomever: what is derived too, for S3 knows no default of a folder,
  /// and whoever puts, as Teleport does, would have to ask for a lock.
  private static Bucket.Builder locked(Bucket.Builder bucket, @Nullable ObjectLock lock) {
    if (lock == null) {
      return bucket;
    }
    Duration days = Duration.days(lock.days());
    return bucket
        .objectLockEnabled(true)
        .objectLockDefaultRetention(
            lock.compliance()
                ? ObjectLockRetention.compliance(days)
                : ObjectLockRetention.governance(days));
  }

  /// Its policy stays as long as the bucket.
  private void protect(Bucket bucket) {
    BucketPolicy policy = bucket.getPolicy();
    if (policy == null) {
      throw new IllegalStateException("a bucket without a policy takes plain HTTP");
    }
    policy.applyRemovalPolicy(settings.removal());
  }

  /// As a property of the bucket: CDK's own way is a function beside it that sets it.
  private static void tellEventBridge(Bucket bucket) {
    if (bucket.getNode().getDefaultChild() instanceof CfnBucket resource) {
      resource.setNotificationConfiguration(
          CfnBucket.NotificationConfigurationProperty.builder()
              .eventBridgeConfiguration(
                  CfnBucket.EventBridgeConfigurationProperty.builder()
                      .eventBridgeEnabled(true)
                      .build())
              .build());
    }
  }

  /// Only what the sweep has marked, when its retention was over: a rule that goes by age alone
  /// would begin with the oldest version, which is the evidence.
  private static LifecycleRule expired() {
    return LifecycleRule.builder()
        .id("expired")
        .tagFilters(Map.of(Layout.TAG, Layout.TAG_EXPIRED))
        .expiration(Duration.days(1))
        .noncurrentVersionExpiration(Duration.days(1))
        .build();
  }

  /// They were replaced, or their recordings went; what is there is found until it is removed.
  private static LifecycleRule removedTranscripts() {
    return LifecycleRule.builder()
        .id("removed-transcripts")
        .prefix(Layout.TRANSCRIPTS)
        .noncurrentVersionExpiration(Duration.days(1))
        .build();
  }

  /// Who wants one again asks again.
  private static LifecycleRule oldExports() {
    return LifecycleRule.builder()
        .id("old-exports")
        .prefix(Layout.EXPORTS)
        .expiration(Duration.days(1))
        .noncurrentVersionExpiration(Duration.days(1))
        .build();
  }

  private static LifecycleRule abandonedUploads(int days) {
    return LifecycleRule.builder()
        .id("abandoned-uploads")
        .abortIncompleteMultipartUploadAfter(Duration.days(days))
        .build();
  }
}
