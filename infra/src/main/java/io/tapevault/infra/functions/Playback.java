package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.infra.data.Vault;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Searches, lists and plays. It reads all, and writes only that somebody searched, or was given a
/// recording, and once the key of cursors.
public final class Playback extends Construct {

  private final JavaFunction function;

  public Playback(Construct scope, Deployment deployment, Indexing indexing) {
    super(scope, "Playback");
    Vault vault = deployment.vault();
    function =
        new JavaFunction(
            this,
            "Answer",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.playback.PlaybackFunction",
                deployment.packages().playback(),
                Map.of(
                    "TAPEVAULT_EVENTS_URI", vault.eventsUri(),
                    "TAPEVAULT_SESSIONS_URI", vault.sessionsUri(),
                    "TAPEVAULT_CONFIG_URI", vault.configUri(),
                    "TAPEVAULT_INDEX_QUEUE_URL", indexing.queue().getQueueUrl(),
                    "TAPEVAULT_SINKS", deployment.settings().sinkNames()),
                new JavaFunction.Limits(JavaFunction.ANSWERING, 1769),
                // What was searched for, which the access log does not say.
                true));
    Access access = deployment.access();
    function.allow(
        List.of(
            access.searchEvents(),
            access.readEvents(),
            // Who searched, who was given a recording; and the key of cursors.
            access.appendEvent(),
            access.keepOutButKeys(),
            // Which SIEMs are paused.
            access.readConfig(),
            access.configKey(),
            access.tableKey(),
            // What is derived, never a recording itself.
            access.readVersions(Layout.DERIVED),
            // How many redactions there are; what they hide it need not know.
            access.listVersions(deployment.vault().recordings(), Layout.DERIVED, Layout.REDACTIONS),
            access.readObjects(Layout.LARGE_EVENTS, Layout.TRANSCRIPTS, Layout.EXPORTS),
            access.listObjects(Layout.TRANSCRIPTS + "day="),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS, Layout.EXPORTS),
            access.readingKey(),
            // What is missing is made again, and what is too large for an answer is made.
            Statements.send(List.of(indexing.queue()))));
  }

  public Alias alias() {
    return function.alias();
  }
}
