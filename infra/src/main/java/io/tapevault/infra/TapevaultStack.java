package io.tapevault.infra;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.infra.api.Api;
import io.tapevault.infra.api.Callers;
import io.tapevault.infra.api.Canary;
import io.tapevault.infra.athena.Questions;
import io.tapevault.infra.athena.TranscriptTable;
import io.tapevault.infra.data.Vault;
import io.tapevault.infra.functions.Authorizing;
import io.tapevault.infra.functions.Deployment;
import io.tapevault.infra.functions.Forwarding;
import io.tapevault.infra.functions.Holding;
import io.tapevault.infra.functions.Indexing;
import io.tapevault.infra.functions.Ingest;
import io.tapevault.infra.functions.Listing;
import io.tapevault.infra.functions.Originals;
import io.tapevault.infra.functions.Packages;
import io.tapevault.infra.functions.Playback;
import io.tapevault.infra.functions.Sharing;
import io.tapevault.infra.functions.Watching;
import io.tapevault.infra.settings.Settings;
import io.tapevault.infra.watch.Overview;
import io.tapevault.infra.watch.Recovery;
import io.tapevault.infra.watch.Spending;
import io.tapevault.infra.watch.Troubles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// All of Tapevault that runs in AWS. It can be deleted and made again: what is kept is in the
/// [DataStack].
final class TapevaultStack extends Stack {

  private final Troubles.Parts parts;

  TapevaultStack(Construct scope, StackProps props, Settings settings, Packages packages) {
    super(scope, settings.stackName(), props);
    Vault vault = new Vault(this, settings);
    Deployment deployment = new Deployment(vault, settings, packages);
    Api api = new Api(this, settings);
    Ingest ingest = new Ingest(this, deployment);
    Indexing indexing = new Indexing(this, deployment);
    Playback playback = new Playback(this, deployment, indexing);
    Holding holding = new Holding(this, deployment);
    Originals originals = new Originals(this, deployment, indexing);
    Sharing sharing = new Sharing(this, deployment);
    Watching watching = new Watching(this, deployment);
    Listing listing = new Listing(this, deployment);
    Forwarding forwarding = new Forwarding(this, deployment, listing.queue());
    output(
        "TranscriptsPolicyArn",
        new TranscriptTable(this, deployment).policyArn(),
        "The right to look for words in all transcripts, of all time");
    List<SinkSpec> archives = Questions.archives(settings.siems());
    if (!archives.isEmpty()) {
      output(
          "QuestionsPolicyArn",
          new Questions(this, archives).policyArn(),
          "The right to ask questions of the archives");
    }
    Recovery recovery = new Recovery(this, deployment.access(), indexing, listing, forwarding);
    Authorizing authorizing = new Authorizing(this, deployment);
    api.letIn(authorizing.authorizer());
    api.open(AnsweredBy.TOKENS, authorizing.tokens());
    api.open(AnsweredBy.INGEST, ingest.alias());
    api.open(AnsweredBy.PLAYBACK, playback.alias());
    api.open(AnsweredBy.HOLD, holding.alias());
    api.open(AnsweredBy.ORIGINAL, originals.original());
    api.open(AnsweredBy.REDACT, originals.redact());
    api.open(AnsweredBy.SHARE, sharing.share());
    api.open(AnsweredBy.SHARED, sharing.shared());

    if (settings.canary()) {
      Map<String, Alias> behind =
          new TreeMap<>(
              Map.of(
                  "Authorize", authorizing.authorizer(),
                  "Tokens", authorizing.tokens(),
                  "Ingest", ingest.alias(),
                  "Playback", playback.alias(),
                  "Hold", holding.alias(),
                  "Original", originals.original(),
                  "Redact", originals.redact(),
                  "Share", sharing.share(),
                  "Shared", sharing.shared()));
      Canary _ = new Canary(this, deployment, api, behind);
    }
    parts =
        new Troubles.Parts(
            api, ingest.alias(), vault, indexing, listing, forwarding, watching, holding);
    Troubles _ = new Troubles(this, deployment, parts);
    if (settings.dashboard()) {
      Overview _ = new Overview(this, deployment, parts);
    }
    @Nullable String budget = settings.budget();
    @Nullable String topic = settings.alarmTopic();
    if (budget != null && topic != null) {
      Spending _ = new Spending(this, budget, topic);
    }
    @Nullable String domain = settings.mtlsDomain();
    if (domain != null) {
      output(
          "DomainTarget",
          api.certified(settings, domain),
          "Where a CNAME for " + domain + " leads");
    }
    output("ApiUrl", api.url(), "Where nodes and auditors call, with SigV4");
    output("TableName", vault.table().getTableName(), "The events");
    output(
        "BucketName",
        vault.bucket().getBucketName(),
        "The recordings, and what is too large for the table");
    output(
        "ConfigParameter", vault.configName(), "Where the settings are, once they are put there");
    output("KeyArn", vault.key().getKeyArn(), "Encrypts the table, the bucket and the settings");
    if (!settings.adoptedKeys().isEmpty()) {
      output(
          "AdoptedKeys",
          String.join(",", settings.adoptedKeys()),
          "Other keys that the functions may use");
    }
    Callers callers = new Callers(this, api);
    output("IngestPolicyArn", callers.ingestArn(), "The right of a node: to send");
    output("AuditPolicyArn", callers.auditArn(), "The right of an auditor: to look");
    output("RecoveryPolicyArn", recovery.policyArn(), "The right to bring back what was put aside");
  }

  /// What others may be let in to, and look at.
  Troubles.Parts parts() {
    return parts;
  }

  private void output(String name, String value, String description) {
    CfnOutput.Builder.create(this, name).value(value).description(description).build();
  }
}
