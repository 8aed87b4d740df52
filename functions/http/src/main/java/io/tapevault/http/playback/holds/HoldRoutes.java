package io.tapevault.http.playback.holds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.Holds;
import io.tapevault.hold.LegalHold;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.PathText;
import io.tapevault.http.playback.asked.Why;
import io.tapevault.json.EventFields;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where sessions are held and released.
public final class HoldRoutes {

  // DynamoDB: a partition key has 1 to 2,048 bytes.
  private static final int MOST_SESSION_BYTES = 2_048;
  // Of the largest, an answer of AWS still holds so many.
  private static final int PAGE = 200;

  private final LegalHold holds;
  private final InstantSource clock;

  private HoldRoutes(LegalHold holds, InstantSource clock) {
    this.holds = holds;
    this.clock = clock;
  }

  public static Routes of(LegalHold holds, InstantSource clock) {
    HoldRoutes routes = new HoldRoutes(holds, clock);
    return new Routes()
        .add(Route.PLACE_HOLD, routes::place)
        .add(Route.RELEASE_HOLD, routes::release);
  }

  /// The holds that are in force, in pages; a page may be short.
  public static Answer list(Holds holds, HttpRequest request) {
    try {
      String after = Parameters.of(request, Set.of("after"), Set.of()).one("after").orElse("");
      List<Hold> page = holds.list(after, PAGE);
      String next = page.size() < PAGE ? "" : page.getLast().session();
      return HttpResponse.json(
          200, HoldJson.list(page.stream().filter(hold -> !hold.isReleased()).toList(), next));
    } catch (Parameters.NotValid e) {
      return new Problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private Answer place(HttpRequest request, String encoded) throws IOException {
    String session = PathText.decoded(encoded);
    return said(request, session)
        .answer(said -> HttpResponse.json(200, HoldJson.one(holds.place(session, said))));
  }

  private Answer release(HttpRequest request, String encoded) throws IOException {
    String session = PathText.decoded(encoded);
    return said(request, session)
        .answer(said ->
            holds
                .release(session, said)
                .<Answer>map(hold -> HttpResponse.json(200, HoldJson.one(hold)))
                .orElseGet(() ->
                    new Problem(Problem.Type.NOT_HELD, "there is no hold that could be released")));
  }

  private Decoded<Said> said(HttpRequest request, String session) throws IOException {
    Optional<Map<String, String>> body =
        EventFields.parse(new String(request.content(), UTF_8), Set.of("by", "reason"));
    if (body.isEmpty()) {
      return Decoded.problem(
          Problem.Type.NOT_JSON, "the body is not one JSON object with 'reason' and 'by'");
    }
    Why why =
        Why.of(
            request.caller(),
            body.get().getOrDefault("by", ""),
            body.get().getOrDefault("reason", ""));
    if (session.getBytes(UTF_8).length > MOST_SESSION_BYTES) {
      return bad("a session has at most " + MOST_SESSION_BYTES + " bytes");
    }
    if (!why.fault().isEmpty()) {
      return bad(why.fault());
    }
    return Decoded.of(new Said(why.by(), why.reason(), clock.instant()));
  }

  private static Decoded<Said> bad(String detail) {
    return Decoded.problem(Problem.Type.BAD_HOLD, detail);
  }
}
