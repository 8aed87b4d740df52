package io.tapevault.infra.data;

import io.tapevault.infra.settings.ObjectLock;
import io.tapevault.infra.settings.Settings;
import io.tapevault.settings.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.constructs.Construct;

/// A copy of what cannot be made again, in a bucket of another account: recordings, events that are
/// too large for the table, and what is hidden. S3 brings it there; whoever deletes here, by
/// whatever right, deletes nothing there.
final class Replication extends Construct {

  private static final List<String> COPIED =
      List.of(Vault.RECORDINGS, Layout.LARGE_EVENTS, Layout.REDACTIONS);

  private final Role role;

  Replication(Construct scope, Settings settings, Bucket bucket, IKey key, To to) {
    super(scope, "Replication");
    role =
        Role.Builder.create(this, "Role")
            .description("Tapevault: S3 copies recordings to " + to.bucket())
            .assumedBy(new ServicePrincipal("s3.amazonaws.com"))
            .build();
    Policy policy =
        Policy.Builder.create(this, "Policy")
            .roles(List.of(role))
            .statements(rights(bucket, key, to, settings.objectLock()))
            .build();
    // The bucket stays, and goes on copying.
    role.applyRemovalPolicy(settings.removal());
    policy.applyRemovalPolicy(settings.removal());
    if (bucket.getNode().getDefaultChild() instanceof CfnBucket resource) {
      resource.setReplicationConfiguration(
          CfnBucket.ReplicationConfigurationProperty.builder()
              .role(role.getRoleArn())
              .rules(rules(to))
              .build());
    }
  }

  /// Where the copy lies: the ARN of a bucket, which does not say of which account it is, and of a
  /// key, which does.
  record To(String bucket, String key) {

    String region() {
      return key.split(":", -1)[3];
    }

    String account() {
      return key.split(":", -1)[4];
    }

    static @Nullable To of(Settings settings) {
      String bucket = settings.replicateTo();
      return bucket == null ? null : new To(bucket, settings.replicateKey());
    }
  }

  String roleArn() {
    return role.getRoleArn();
  }

  private static List<CfnBucket.ReplicationRuleProperty> rules(To to) {
    List<CfnBucket.ReplicationRuleProperty> rules = new ArrayList<>();
    for (String prefix : COPIED) {
      rules.add(
          CfnBucket.ReplicationRuleProperty.builder()
              .id(prefix.substring(0, prefix.length() - 1))
              .priority(rules.size())
              .status("Enabled")
              .filter(CfnBucket.ReplicationRuleFilterProperty.builder().prefix(prefix).build())
              .deleteMarkerReplication(
                  CfnBucket.DeleteMarkerReplicationProperty.builder().status("Disabled").build())
              // Else S3 passes over what is encrypted with a key, which is all of it.
              .sourceSelectionCriteria(
                  CfnBucket.SourceSelectionCriteriaProperty.builder()
                      .sseKmsEncryptedObjects(
                          CfnBucket.SseKmsEncryptedObjectsProperty.builder()
                              .status("Enabled")
                              .build())
                      .build())
              .destination(destination(to))
              .build());
    }
    return rules;
  }

  /// With the account, a bucket of that name in somebody else's gets nothing.
  private static CfnBucket.ReplicationDestinationProperty destination(To to) {
    return CfnBucket.ReplicationDestinationProperty.builder()
        .bucket(to.bucket())
        .account(to.account())
        .accessControlTranslation(
            CfnBucket.AccessControlTranslationProperty.builder().owner("Destination").build())
        .encryptionConfiguration(
            CfnBucket.EncryptionConfigurationProperty.builder().replicaKmsKeyId(to.key()).build())
        .build();
  }

  private List<PolicyStatement> rights(Bucket bucket, IKey key, To to, @Nullable ObjectLock lock) {
    List<String> here = COPIED.stream().map(prefix -> bucket.arnForObjects(prefix + "*")).toList();
    List<String> there = COPIED.stream().map(prefix -> to.bucket() + "/" + prefix + "*").toList();
    Stack stack = Stack.of(this);
    List<PolicyStatement> rights =
        new ArrayList<>(
            List.of(
                Statements.statement(
                    "Look",
                    List.of("s3:GetReplicationConfiguration", "s3:ListBucket"),
                    List.of(bucket.getBucketArn())),
                Statements.statement(
                    "Take",
                    Stream.concat(
                            Stream.of(
                                "s3:GetObjectVersionForReplication",
                                "s3:GetObjectVersionAcl",
                                "s3:GetObjectVersionTagging"),
                            lock == null
                                ? Stream.of()
                                : Stream.of("s3:GetObjectRetention", "s3:GetObjectLegalHold"))
                        .toList(),
                    here),
                // Not s3:ReplicateDelete.
                Statements.statement(
                    "Put",
                    List.of(
                        "s3:ReplicateObject",
                        "s3:ReplicateTags",
                        "s3:ObjectOwnerOverrideToBucketOwner"),
                    there)));
    rights.add(key("Decrypt", "kms:Decrypt", key.getKeyArn(), "s3." + stack.getRegion() + ".*"));
    rights.add(key("Encrypt", "kms:Encrypt", to.key(), "s3." + to.region() + ".*"));
    return rights;
  }

  private static PolicyStatement key(String sid, String action, String key, String via) {
    PolicyStatement statement = Statements.statement(sid, List.of(action), List.of(key));
    statement.addCondition("StringLike", Map.of("kms:ViaService", via));
    return statement;
  }
}
