package io.tapevault.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.nodes.NodesCommand;
import io.tapevault.cli.vault.Finding;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.cli.vault.VaultAddress.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Asks a vault what it knows of itself: each question is one that it is asked elsewhere too.
final class Examination {

  private static final Duration MISSING_FOR = Duration.ofDays(30);
  private static final int MOST_MISSING = 50;

  private final VaultAddress vault;
  private final List<Finding> findings = new ArrayList<>();

  Examination(VaultAddress vault) {
    this.vault = vault;
  }

  List<Finding> findings() throws IOException, InterruptedException {
    look("settings", this::settings);
    look("SIEMs", this::siems);
    look("nodes", this::nodes);
    look("parked", this::parked);
    look("recordings", this::recordings);
    return findings;
  }

  private interface Look {
    void look() throws IOException, InterruptedException;
  }

  /// One that is refused stands in no other's way.
  private void look(String about, Look look) throws IOException, InterruptedException {
    try {
      look.look();
    } catch (Refusal e) {
      bad(about, String.valueOf(e.getMessage()), EndToEnd.todo(e));
    }
  }

  private void settings() throws IOException, InterruptedException {
    String version = vault.get("/v1/config").path("version").asText();
    JsonNode refused = newest("tapevault.config.refused", "tapevault.config.change");
    if (refused.path("event").asText().equals("tapevault.config.refused")) {
      bad(
          "settings",
          "a document was refused at "
              + refused.path("time").asText()
              + "; "
              + version
              + " is in force",
          "tapevault config validate says what is wrong with a document");
    } else {
      well("settings", version.equals("0") ? "those by default" : "version " + version);
    }
  }

  private void siems() throws IOException, InterruptedException {
    JsonNode sinks = vault.get("/v1/sinks").path("sinks");
    if (sinks.isEmpty()) {
      well("SIEMs", "none is configured");
    }
    for (JsonNode sink : sinks) {
      siem(vault.get("/v1/sinks/" + VaultAddress.encoded(sink.path("name").asText())));
    }
  }

  private void siem(JsonNode sink) {
    String about = "SIEM " + sink.path("name").asText();
    String command = "tapevault forward status " + sink.path("name").asText();
    int before = findings.size();
    if (sink.path("state").asText().equals("down")) {
      bad(
          about,
          "down since " + sink.path("since").asText() + ": " + sink.path("why").asText(),
          "events are kept, and it is probed once a minute");
    }
    if (sink.path("paused").asBoolean()) {
      bad(about, "paused", "tapevault forward resume sends what waits");
    }
    if (sink.path("parked").asLong() > 0) {
      bad(about, sink.path("parked") + " events of the last day are parked", "tapevault parked ls");
    }
    if (!sink.path("lost").isEmpty()) {
      bad(about, "events of the last day are lost: " + sink.path("lost"), command);
    }
    if (findings.size() == before) {
      well(
          about,
          sink.path("delivered")
              + " delivered of the last day, "
              + sink.path("waiting")
              + " waiting");
    }
  }

  private void nodes() throws IOException, InterruptedException {
    int well = 0;
    for (JsonNode node : NodesCommand.Ls.nodes(vault)) {
      if (node.path("state").asText().equals("well")) {
        well++;
      } else {
        node(node);
      }
    }
    well("nodes", well + " are well");
  }

  private void node(JsonNode node) {
    bad(
        "node " + node.path("name").asText(),
        node.path("state").asText()
            + ", heard at "
            + node.path("heard").asText()
            + (node.path("troubles").isEmpty()
                ? ""
                : ": " + node.path("troubles").path(0).asText()),
        "there, tapevault node status says more");
  }

  private void parked() throws IOException, InterruptedException {
    JsonNode parked = vault.get("/v1/parked").path("parked");
    if (parked.isEmpty()) {
      well("parked", "nothing today");
    } else {
      bad(
          "parked",
          "something was refused today: " + parked.path(0).path("detail").asText(),
          "tapevault parked ls");
    }
  }

  /// What was missing may have come since.
  private void recordings() throws IOException, InterruptedException {
    Set<String> sids = new LinkedHashSet<>();
    for (JsonNode event : newest("recording.missing", MOST_MISSING)) {
      sids.add(event.path("sid").asText());
    }
    int missing = 0;
    for (String sid : sids) {
      JsonNode session = vault.get("/v1/sessions/" + VaultAddress.encoded(sid));
      if (session.path("no_recording").asText().equals("missing")) {
        missing++;
        bad(
            "recording",
            "that of " + sid + " is missing",
            "look after its node: tapevault nodes ls");
      }
    }
    if (missing == 0) {
      well("recordings", "none is missing");
    }
  }

  private JsonNode newest(String type, String other) throws IOException, InterruptedException {
    return newest(type + "," + other, 1).path(0);
  }

  private JsonNode newest(String types, int most) throws IOException, InterruptedException {
    String from = VaultAddress.encoded(Instant.now().minus(MISSING_FOR).toString());
    return vault
        .get("/v1/events?order=desc&limit=" + most + "&from=" + from + "&type=" + types)
        .path("events");
  }

  private void well(String about, String what) {
    findings.add(Finding.well(about, what));
  }

  private void bad(String about, String what, String todo) {
    findings.add(Finding.bad(about, what, todo));
  }
}
