package io.tapevault.infra.athena;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.archive.ArchiveAddress;
import io.tapevault.infra.data.Statements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// Each archive in S3 as a table, a workgroup of Athena with what auditors ask of it, and the right
/// to ask, which is attached to nobody.
public final class Questions extends Construct {

  /// Each is a file of SQL that begins with the question in words; a mark of its own would be taken
  /// for a parameter.
  static final List<String> NAMES =
      List.of(
          "01-logins",
          "02-failed-logins",
          "03-on-a-server",
          "04-commands",
          "05-acted-as",
          "06-changes-of-rights",
          "07-access-requests",
          "08-databases",
          "09-files",
          "10-recordings-missing");

  private static final String WORKGROUP = "tapevault";

  // A question that forgot its days ends here; Athena bills by what it reads.
  private static final long MOST_BYTES = 100_000_000_000L;

  private final ManagedPolicy policy;

  public Questions(Construct scope, List<SinkSpec> archives) {
    super(scope, "Questions");
    CfnWorkGroup workgroup = workgroup(this, WORKGROUP, "Tapevault: questions over the archives");
    List<String> catalog = new ArrayList<>();
    List<ArchiveAddress.Bucket> buckets = new ArrayList<>();
    for (SinkSpec archive : archives) {
      if (ArchiveAddress.parse(archive.address()) instanceof ArchiveAddress.Bucket bucket) {
        ArchiveTable table = new ArchiveTable(this, archive.name(), bucket);
        NAMES.forEach(name -> save(table, name, workgroup));
        catalog.addAll(table.inCatalog());
        buckets.add(bucket);
      }
    }
    policy =
        ManagedPolicy.Builder.create(this, "Policy")
            .description("Tapevault: ask questions of the archives")
            .statements(ask(workgroup, catalog, buckets))
            .build();
  }

  public static List<SinkSpec> archives(List<SinkSpec> siems) {
    return siems.stream().filter(siem -> siem.type() == SinkType.S3).toList();
  }

  public String policyArn() {
    return policy.getManagedPolicyArn();
  }

  /// It keeps results itself, encrypted, for a day, and ends what reads too much.
  static CfnWorkGroup workgroup(Construct scope, String name, String description) {
    return CfnWorkGroup.Builder.create(scope, "Workgroup")
        .name(name)
        .description(description)
        .state("ENABLED")
        // Its history and saved questions go with it.
        .recursiveDeleteOption(true)
        .workGroupConfiguration(
            CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                .enforceWorkGroupConfiguration(true)
                .publishCloudWatchMetricsEnabled(true)
                .bytesScannedCutoffPerQuery(MOST_BYTES)
                .engineVersion(
                    CfnWorkGroup.EngineVersionProperty.builder()
                        .selectedEngineVersion("Athena engine version 3")
                        .build())
                // There is no bucket of them.
                .managedQueryResultsConfiguration(
                    CfnWorkGroup.ManagedQueryResultsConfigurationProperty.builder()
                        .enabled(true)
                        .build())
                .build())
        .build();
  }

  private static void save(ArchiveTable table, String name, CfnWorkGroup workgroup) {
    String sql = sql("questions/" + name);
    CfnNamedQuery.Builder.create(table, name)
        .name(name)
        .description(sql.lines().findFirst().orElseThrow().substring("-- ".length()) + "?")
        .database(table.database())
        .queryString(sql)
        .workGroup(workgroup.getRef())
        .build();
  }

  static String sql(String name) {
    try (InputStream file = Questions.class.getResourceAsStream(name + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("the question " + name + " is missing");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<PolicyStatement> ask(
      CfnWorkGroup workgroup, List<String> catalog, List<ArchiveAddress.Bucket> buckets) {
    List<PolicyStatement> statements = new ArrayList<>();
    statements.add(ask(arn("athena", "workgroup/" + workgroup.getRef())));
    statements.add(
        Statements.statement(
            "FindTables",
            List.of("glue:GetDatabase", "glue:GetTable"),
            new TreeSet<>(catalog).stream().map(name -> arn("glue", name)).toList()));
    for (int i = 0; i < buckets.size(); i++) {
      statements.addAll(read(buckets.get(i), i));
    }
    return statements;
  }

  /// In a workgroup.
  static PolicyStatement ask(String workgroup) {
    return Statements.statement(
        "Ask",
        Stream.of(
                "BatchGetNamedQuery",
                "GetNamedQuery",
                "GetQueryExecution",
                "GetQueryResults",
                "GetQueryResultsStream",
                "GetWorkGroup",
                "ListNamedQueries",
                "StartQueryExecution",
                "StopQueryExecution")
            .map(action -> "athena:" + action)
            .toList(),
        List.of(workgroup));
  }

  private List<PolicyStatement> read(ArchiveAddress.Bucket bucket, int number) {
    String arn = "arn:" + Stack.of(this).getPartition() + ":s3:::" + bucket.name();
    PolicyStatement list =
        Statements.statement("ListFiles" + number, List.of("s3:ListBucket"), List.of(arn));
    if (!bucket.prefix().isEmpty()) {
      list.addCondition("StringLike", Map.of("s3:prefix", List.of(bucket.prefix() + "*")));
    }
    return List.of(
        Statements.statement(
            "ReadFiles" + number,
            List.of("s3:GetObject"),
            List.of(arn + "/" + bucket.prefix() + "*")),
        Statements.statement("FindBucket" + number, List.of("s3:GetBucketLocation"), List.of(arn)),
        list);
  }

  private String arn(String service, String name) {
    Stack stack = Stack.of(this);
    return "arn:%s:%s:%s:%s:%s"
        .formatted(stack.getPartition(), service, stack.getRegion(), stack.getAccount(), name);
  }
}
