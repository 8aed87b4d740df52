package io.tapevault.http;

import java.util.Optional;

/// Every route that there is. Functions, `local`, the CDK app and the test of the reference read
/// this one list.
public enum Route {
  SEND_EVENTS("POST", "/v1/events", AnsweredBy.INGEST, Needs.EVENTS),
  /// As `curl -T` sends a file.
  PUT_EVENTS("PUT", "/v1/events", AnsweredBy.INGEST, Needs.EVENTS),
  SEND_LOGS("POST", "/v1/logs", AnsweredBy.INGEST, Needs.EVENTS),
  /// All doors, whatever path leads to them there.
  IN("POST", "/in/{path+}", AnsweredBy.INGEST, Needs.EVENTS),
  IN_PUT("PUT", "/in/{path+}", AnsweredBy.INGEST, Needs.EVENTS),
  IN_GET("GET", "/in/{path+}", AnsweredBy.INGEST, Needs.STREAM),
  ANNOUNCE_RECORDING("POST", "/v1/recordings/{sid}/uploads", AnsweredBy.INGEST, Needs.PARTS),
  SIGN_PARTS("POST", "/v1/recordings/{sid}/uploads/{upload}/parts", AnsweredBy.INGEST, Needs.PARTS),
  COMPLETE_UPLOAD(
      "POST", "/v1/recordings/{sid}/uploads/{upload}/complete", AnsweredBy.INGEST, Needs.PARTS),
  CONFIG("GET", "/v1/config", AnsweredBy.INGEST, Needs.STREAM),
  REPLAY("POST", "/v1/sinks/{sink}/replays", AnsweredBy.INGEST, Needs.STREAM),
  RETRY_PARKED("POST", "/v1/parked/{day}/{parked}/retry", AnsweredBy.INGEST, Needs.PAGE),
  SEARCH("GET", "/v1/events", AnsweredBy.PLAYBACK, Needs.PAGE),
  EXPORT_NDJSON("GET", "/v1/events.ndjson", AnsweredBy.PLAYBACK, Needs.PAGE),
  EXPORT_CSV("GET", "/v1/events.csv", AnsweredBy.PLAYBACK, Needs.PAGE),
  /// Before EVENT: no event is named so.
  HISTOGRAM("GET", "/v1/events/histogram", AnsweredBy.PLAYBACK, Needs.LIST),
  EVENT("GET", "/v1/events/{event}", AnsweredBy.PLAYBACK, Needs.PAGE),
  SESSIONS("GET", "/v1/sessions", AnsweredBy.PLAYBACK, Needs.PAGE),
  FIND_WORDS("GET", "/v1/search", AnsweredBy.PLAYBACK, Needs.LIST),
  SESSION("GET", "/v1/sessions/{sid}", AnsweredBy.PLAYBACK, Needs.PAGE),
  SESSION_EVENTS("GET", "/v1/sessions/{sid}/events", AnsweredBy.PLAYBACK, Needs.PAGE),
  RECORDING("GET", "/v1/sessions/{sid}/recording", AnsweredBy.ORIGINAL, Needs.STREAM),
  CAST("GET", "/v1/sessions/{sid}/recording.cast", AnsweredBy.PLAYBACK, Needs.STREAM),
  TRANSCRIPT("GET", "/v1/sessions/{sid}/recording.txt", AnsweredBy.PLAYBACK, Needs.STREAM),
  TRANSCRIPT_LINES("GET", "/v1/sessions/{sid}/recording.json", AnsweredBy.PLAYBACK, Needs.STREAM),
  PICTURE("GET", "/v1/sessions/{sid}/recording.svg", AnsweredBy.PLAYBACK, Needs.PAGE),
  WATCH("GET", "/v1/sessions/{sid}/recording.html", AnsweredBy.PLAYBACK, Needs.LIST),
  SEGMENTS("GET", "/v1/sessions/{sid}/recording.segments", AnsweredBy.PLAYBACK, Needs.LIST),
  SEGMENT("GET", "/v1/sessions/{sid}/recording.segments/{n}", AnsweredBy.PLAYBACK, Needs.LIST),
  NODES("GET", "/v1/nodes", AnsweredBy.PLAYBACK, Needs.PAGE),
  SINKS("GET", "/v1/sinks", AnsweredBy.PLAYBACK, Needs.PARTS),
  SINK("GET", "/v1/sinks/{sink}", AnsweredBy.PLAYBACK, Needs.COUNTS),
  PARKED("GET", "/v1/parked", AnsweredBy.PLAYBACK, Needs.COUNTS),
  PARKED_ONE("GET", "/v1/parked/{day}/{parked}", AnsweredBy.PLAYBACK, Needs.PAGE),
  HOLDS("GET", "/v1/holds", AnsweredBy.PLAYBACK, Needs.LIST),
  PLACE_HOLD("POST", "/v1/sessions/{sid}/hold", AnsweredBy.HOLD, Needs.WORDS),
  RELEASE_HOLD("POST", "/v1/sessions/{sid}/hold/release", AnsweredBy.HOLD, Needs.WORDS),
  REDACT("POST", "/v1/sessions/{sid}/redactions", AnsweredBy.REDACT, Needs.PARTS),
  REDACTIONS("GET", "/v1/sessions/{sid}/redactions", AnsweredBy.REDACT, Needs.LIST),
  /// Apart from what anybody may see, so that a policy can name it with all that is below.
  ORIGINAL("GET", "/v1/originals/{sid}/recording", AnsweredBy.ORIGINAL, Needs.STREAM),
  SHARE("POST", "/v1/sessions/{sid}/shares", AnsweredBy.SHARE, Needs.WORDS),
  SHARES("GET", "/v1/sessions/{sid}/shares", AnsweredBy.SHARE, Needs.LIST),
  REVOKE_SHARE("POST", "/v1/sessions/{sid}/shares/{share}/revoke", AnsweredBy.SHARE, Needs.WORDS),
  /// For a browser: the word in the path is its own permission, and is in no log.
  SHARED("GET", "/share/{word}", AnsweredBy.SHARED, Needs.STREAM),
  TOKENS("GET", "/v1/tokens", AnsweredBy.TOKENS, Needs.LIST),
  CREATE_TOKEN("POST", "/v1/tokens", AnsweredBy.TOKENS, Needs.WORDS),
  REVOKE_TOKEN("POST", "/v1/tokens/{id}/revoke", AnsweredBy.TOKENS, Needs.WORDS),
  HEALTH("GET", "/healthz", AnsweredBy.PLAYBACK, Needs.STREAM),
  /// On AWS: who signs reads below `/v1`, and who shows a token here.
  READ("GET", "/read/{path+}", AnsweredBy.PLAYBACK, Needs.STREAM),
  STREAM("GET", "/v1/sessions/{sid}/stream", AnsweredBy.ORIGINAL, Needs.STREAM),
  /// On one machine these doors stand where their shippers look for them, too.
  HEC("POST", "/services/{path+}", AnsweredBy.LOCAL, Needs.EVENTS),
  HEC_GET("GET", "/services/{path+}", AnsweredBy.LOCAL, Needs.STREAM),
  EVENT_HANDLER("POST", "/{name}.log", AnsweredBy.LOCAL, Needs.EVENTS),
  /// Where tickets lead to on one machine; on AWS they lead to the bucket.
  UPLOAD("PUT", "/v1/recordings/{sid}/upload", AnsweredBy.LOCAL, Needs.STREAM);

  /// Which function answers on AWS: on one machine all are answered by one process. What a function
  /// answers asks for SigV4, but for what links lead to, and for the doors below `/in`, which ask
  /// for a token; the URL of a ticket is its own permission.
  public enum AnsweredBy {
    INGEST,
    PLAYBACK,
    /// What gives recordings as they came in, and alone may read them for anybody.
    ORIGINAL,
    HOLD,
    REDACT,
    SHARE,
    SHARED,
    TOKENS,
    LOCAL
  }

  private final String method;
  private final String path;
  private final AnsweredBy answeredBy;
  private final Needs needs;

  Route(String method, String path, AnsweredBy answeredBy, Needs needs) {
    this.method = method;
    this.path = path;
    this.answeredBy = answeredBy;
    this.needs = needs;
  }

  /// The route that answers a request, before anything of it is read.
  public static Optional<Route> at(String method, String path) {
    return Every.ROUTES.at(path).stream()
        .map(Routes.Served::route)
        .filter(route -> route.method.equals(method.equals("HEAD") ? "GET" : method))
        .findFirst();
  }

  public String method() {
    return method;
  }

  /// With at most two parameters in it, segments in braces; the last may be `{name+}`, which is all
  /// that follows, or have an ending behind it.
  public String path() {
    return path;
  }

  public AnsweredBy answeredBy() {
    return answeredBy;
  }

  /// If HEAD is answered on AWS too, where a gateway lets through what it names: of what a URL is
  /// given for.
  public boolean isHeadToo() {
    return this == RECORDING || this == CAST || this == ORIGINAL;
  }

  /// The most bytes that are read of a body, after unpacking. Where it is 0 there is none, or it is
  /// taken as it comes.
  public int mostBody() {
    return needs.mostBody;
  }

  /// Whether on AWS it asks for a token, in the place of a signature.
  public boolean isForTokens() {
    return path.startsWith("/in/") || this == READ;
  }

  /// The path that is meant where somebody who shows a token reads.
  public static String read(String path) {
    return path.startsWith("/read/") ? path.substring("/read".length()) : path;
  }

  /// How many bytes of heap answering takes, beside what a body takes.
  int heap() {
    return needs.heap;
  }

  private enum Needs {
    EVENTS(16 << 20, 128 << 10),
    // A list of 100 parts comes in, one of 10,000 goes out.
    PARTS(32 << 10, 8 << 20),
    // On AWS, a million receipts of one hour.
    COUNTS(0, 128 << 20),
    // A name and a reason.
    WORDS(16 << 10, 128 << 10),
    LIST(0, 8 << 20),
    // What is copied in pieces.
    STREAM(0, 128 << 10),
    // A page of events as the store gives it, as text and in its envelope.
    PAGE(0, 64 << 20);

    private final int mostBody;
    private final int heap;

    Needs(int mostBody, int heap) {
      this.mostBody = mostBody;
      this.heap = heap;
    }
  }

  // Made by who asks first: a function never does.
  private static final class Every {
    private static final Routes ROUTES = new Routes();

    static {
      for (Route route : values()) {
        Routes _ =
            ROUTES.add(route, (request, rest) -> new Problem(Problem.Type.NO_SUCH_ROUTE, "nobody"));
      }
    }
  }
}
