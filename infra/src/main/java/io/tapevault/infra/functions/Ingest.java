package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Accepts events and hands out upload tickets. It can add, and can neither read nor remove what is
/// there; of recordings it can tell which there are.
public final class Ingest extends Construct {

  private final JavaFunction function;

  public Ingest(Construct scope, Deployment deployment) {
    super(scope, "Ingest");
    function =
        new JavaFunction(
            this,
            "Accept",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.ingest.IngestFunction",
                deployment.packages().ingest(),
                deployment.variables(Map.of("TAPEVAULT_SINKS", deployment.settings().sinkNames())),
                new JavaFunction.Limits(JavaFunction.ANSWERING, 1024)));
    Access access = deployment.access();
    // A signed URL can do what its signer can: putting recordings is the node's right, lent by this
    // role.
    function.allow(
        List.of(
            access.appendEvents(),
            // Whether a replay is asked for already.
            access.findReplays(),
            access.readHolds(),
            access.readConfig(),
            access.configKey(),
            access.tableKey(),
            access.putObjects(deployment.vault().recordings(), Layout.LARGE_EVENTS),
            access.listParts(deployment.vault().recordings()),
            access.listVersions(deployment.vault().recordings()),
            access.readSummaries(),
            access.tellGoneFromRefused(Layout.DERIVED),
            access.writingKey(),
            // S3 asks for it where parts become one object, too.
            access.readingKey()));
  }

  public Alias alias() {
    return function.alias();
  }
}
