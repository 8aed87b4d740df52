package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Gives recordings as they came in, and hides something of them: of all who answer the first alone
/// may read recordings, and the second alone may write what is hidden.
public final class Originals extends Construct {

  private final JavaFunction original;
  private final JavaFunction redact;

  public Originals(Construct scope, Deployment deployment, Indexing indexing) {
    super(scope, "Originals");
    original = function("Original", deployment, Map.of(), 1769);
    Access access = deployment.access();
    original.allow(
        List.of(
            access.appendEvent(),
            access.keepOut(),
            // Whether the log has an end of the session that the recording has not; and holds.
            access.readSessions(),
            access.tableKey(),
            access.readObjects(Layout.LARGE_EVENTS),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS),
            access.readVersions(deployment.vault().recordings(), Layout.DERIVED),
            // How many redactions there are; what they hide it need not know.
            access.listVersions(deployment.vault().recordings(), Layout.DERIVED, Layout.REDACTIONS),
            access.readingKey(),
            access.readConfig(),
            access.configKey()));
    redact =
        function(
            "Redact",
            deployment,
            Map.of("TAPEVAULT_INDEX_QUEUE_URL", indexing.queue().getQueueUrl()),
            1024);
    redact.allow(
        List.of(
            access.appendEvent(),
            access.keepOut(),
            access.readHolds(),
            access.tableKey(),
            access.readVersions(Layout.REDACTIONS),
            access.listVersions(deployment.vault().recordings(), Layout.REDACTIONS),
            access.putObjects(Layout.REDACTIONS),
            access.readingKey(),
            access.writingKey(),
            access.readConfig(),
            access.configKey(),
            Statements.send(List.of(indexing.queue()))));
  }

  private JavaFunction function(
      String name, Deployment deployment, Map<String, String> besides, int memory) {
    return new JavaFunction(
        this,
        name,
        deployment,
        new JavaFunction.Spec(
            "io.tapevault.function.playback." + name + "Function",
            deployment.packages().playback(),
            deployment.variables(besides),
            new JavaFunction.Limits(JavaFunction.ANSWERING, memory)));
  }

  public Alias original() {
    return original.alias();
  }

  public Alias redact() {
    return redact.alias();
  }
}
