package io.tapevault.http.playback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.alarm.NodeHealth;
import io.tapevault.alarm.NodePage;
import io.tapevault.alarm.Register;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which nodes there are, and how they are.
final class NodeRoutes {

  private static final int LIMIT = 300;
  // A page of nodes that are in all the trouble that is kept still fits into an answer.
  private static final int MOST = 300;

  private final Register register;
  private final InstantSource clock;

  private NodeRoutes(Register register, InstantSource clock) {
    this.register = register;
    this.clock = clock;
  }

  static Routes of(Register register, InstantSource clock) {
    NodeRoutes routes = new NodeRoutes(register, clock);
    return new Routes().add(Route.NODES, (request, none) -> routes.answer(request));
  }

  private Answer answer(HttpRequest request) {
    try {
      Parameters parameters = Parameters.of(request, Set.of("limit", "cursor"), Set.of());
      int limit = limit(parameters.one("limit"));
      Optional<String> after = parameters.one("cursor");
      if (after.filter(name -> !NodeHealth.isName(name)).isPresent()) {
        return new Problem(Problem.Type.BAD_CURSOR, "it is none of a page of nodes");
      }
      return page(NodePage.read(register, after.orElse(null), limit));
    } catch (Parameters.NotValid e) {
      return new Problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static int limit(Optional<String> said) throws Parameters.NotValid {
    if (said.isEmpty()) {
      return LIMIT;
    }
    if (said.get().matches("[1-9][0-9]{0,2}") && Integer.parseInt(said.get()) <= MOST) {
      return Integer.parseInt(said.get());
    }
    throw new Parameters.NotValid("'limit' is a whole number from 1 to " + MOST);
  }

  private HttpResponse page(NodePage page) {
    Instant now = clock.instant();
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeArrayFieldStart("nodes");
          for (NodeHealth node : page.nodes()) {
            node(json, node, now);
          }
          json.writeEndArray();
          if (page.next() != null) {
            json.writeStringField("cursor", page.next());
          }
        }));
  }

  private static void node(JsonGenerator json, NodeHealth node, Instant now) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", node.name());
    json.writeStringField("state", node.state(now).name().toLowerCase(Locale.ROOT));
    json.writeStringField("heard", node.heard().toString());
    if (node.version() != null) {
      json.writeStringField("version", node.version());
    }
    json.writeNumberField("pending", node.told().pending());
    json.writeNumberField("oldest_seconds", node.told().oldestSeconds());
    json.writeNumberField("quarantined", node.told().quarantined());
    json.writeArrayFieldStart("troubles");
    for (String trouble : node.told().troubles()) {
      json.writeString(trouble);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
