package io.tapevault.infra.athena;

import io.tapevault.forwarding.archive.ArchiveHour;
import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.infra.data.Vault;
import io.tapevault.infra.functions.Deployment;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// All lines of all transcripts as a table, a workgroup of Athena with the question for words, and
/// the right to ask, which is attached to nobody: who may ask archives need not see what was on
/// screens.
public final class TranscriptTable extends Construct {

  private static final String NAME = "transcripts";
  // Stacks of one account have each its own.
  private static final String WORKGROUP = Aws.STACK_NAME + "-transcripts";
  private static final String FOLDERS = Layout.TRANSCRIPTS + "day=";

  private final ManagedPolicy policy;

  public TranscriptTable(Construct scope, Deployment deployment) {
    super(scope, "Transcripts");
    Vault vault = deployment.vault();
    String bucket = "s3://" + vault.bucket().getBucketName() + "/";
    CfnDatabase database =
        CfnDatabase.Builder.create(this, "Database")
            .catalogId(Aws.ACCOUNT_ID)
            .databaseInput(
                CfnDatabase.DatabaseInputProperty.builder()
                    .description("Tapevault: what was on screens")
                    .build())
            .build();
    CfnTable.Builder.create(this, "Table")
        .catalogId(Aws.ACCOUNT_ID)
        .databaseName(database.getRef())
        .tableInput(
            CfnTable.TableInputProperty.builder()
                .name(NAME)
                .description("Tapevault: lines of transcripts, by the day of their session in UTC")
                .tableType("EXTERNAL_TABLE")
                .partitionKeys(List.of(ArchiveTable.text("day")))
                .parameters(projection(bucket))
                .storageDescriptor(lines(bucket))
                .build())
        .build();
    CfnWorkGroup workgroup =
        Questions.workgroup(this, WORKGROUP, "Tapevault: words in all transcripts");
    String sql = Questions.sql("transcripts/words");
    CfnNamedQuery.Builder.create(this, "Words")
        .name("words")
        .description(sql.lines().findFirst().orElseThrow().substring("-- ".length()) + "?")
        .database(database.getRef())
        .queryString(sql)
        .workGroup(workgroup.getRef())
        .build();
    policy =
        ManagedPolicy.Builder.create(this, "Policy")
            .description("Tapevault: look for words in all transcripts")
            .statements(ask(deployment, workgroup, database.getRef()))
            .build();
  }

  public String policyArn() {
    return policy.getManagedPolicyArn();
  }

  private static Map<String, String> projection(String bucket) {
    return Map.ofEntries(
        Map.entry("EXTERNAL", "TRUE"),
        Map.entry("projection.enabled", "true"),
        Map.entry("projection.day.type", "date"),
        Map.entry("projection.day.format", "yyyy-MM-dd"),
        // A clock may be ahead of Athena's.
        Map.entry("projection.day.range", ArchiveHour.FIRST_DAY + ",NOW+1DAYS"),
        Map.entry("projection.day.interval", "1"),
        Map.entry("projection.day.interval.unit", "DAYS"),
        Map.entry("storage.location.template", bucket + FOLDERS + "${day}/"));
  }

  private static CfnTable.StorageDescriptorProperty lines(String bucket) {
    return ArchiveTable.lines(
        bucket + Layout.TRANSCRIPTS,
        Stream.concat(
                Stream.of("sid", "version", "start", "user", "server", "text")
                    .map(ArchiveTable::text),
                Stream.of(ArchiveTable.column("at", "double")))
            .toList(),
        "org.openx.data.jsonserde.JsonSerDe");
  }

  private List<PolicyStatement> ask(
      Deployment deployment, CfnWorkGroup workgroup, String database) {
    Access access = deployment.access();
    return List.of(
        Questions.ask(arn("athena", "workgroup/" + workgroup.getRef())),
        Statements.statement(
            "FindTable",
            List.of("glue:GetDatabase", "glue:GetTable"),
            Stream.of("catalog", "database/" + database, "table/" + database + "/" + NAME)
                .map(name -> arn("glue", name))
                .toList()),
        access.readObjects(FOLDERS),
        Statements.statement(
            "FindBucket",
            List.of("s3:GetBucketLocation"),
            List.of(deployment.vault().bucket().getBucketArn())),
        access.listObjects(FOLDERS),
        access.readingKey());
  }

  private String arn(String service, String name) {
    Stack stack = Stack.of(this);
    return "arn:%s:%s:%s:%s:%s"
        .formatted(stack.getPartition(), service, stack.getRegion(), stack.getAccount(), name);
  }
}
