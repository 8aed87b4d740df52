package io.tapevault.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  List<Route> routes() {
    return Stream.of(
            "/healthz",
            "/v1/events",
            "/v1/sessions/{sid}",
            "/v1/sessions/{sid}/events",
            "/v1/sessions/{sid}/recording",
            "/v1/sessions/{sid}/recording.cast")
        .map(path -> new Route("GET", path, function.alias()))
        .toList();
  }
}
