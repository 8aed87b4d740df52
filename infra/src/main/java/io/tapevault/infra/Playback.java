package io.tapevault.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Searches, lists and plays. It reads all, and writes only what is derived from recordings.
final class Playback extends Construct {

  private final JavaFunction function;

  Playback(Construct scope, Site site) {
    super(scope, "Playback");
    Vault vault = site.vault();
    function =
        new JavaFunction(
            this,
            "Answer",
            new JavaFunction.Work(
                "io.tapevault.function.playback.PlaybackFunction",
                site.packages().playback(),
                Map.of(
                    "TAPEVAULT_EVENTS_URI", vault.eventsUri(),
                    "TAPEVAULT_SESSIONS_URI", vault.sessionsUri()),
                FrontDoor.PATIENCE,
                1769));
    Access access = site.access();
    function.allow(
        List.of(
            access.searchEvents(),
            access.tableKey(),
            access.readObjects(Vault.RECORDINGS, Vault.DERIVED, Vault.LARGE_EVENTS),
            access.listVersions(Vault.RECORDINGS, Vault.DERIVED, Vault.LARGE_EVENTS),
            access.readingKey(),
            access.putObjects(Vault.DERIVED),
            access.writingKey()));
  }

  Alias alias() {
    return function.alias();
  }
}
