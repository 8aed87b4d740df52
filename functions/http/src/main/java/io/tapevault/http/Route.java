package io.tapevault.http;

/// Every route that there is. Functions, `local`, the CDK app and the test of the reference read
/// this one list.
public enum Route {
  SEND_EVENTS("POST", "/v1/events", AnsweredBy.INGEST, 16 << 20),
  ANNOUNCE_RECORDING("POST", "/v1/recordings/{sid}/uploads", AnsweredBy.INGEST, 4 << 10),
  SEARCH("GET", "/v1/events", AnsweredBy.PLAYBACK, 0),
  SESSION("GET", "/v1/sessions/{sid}", AnsweredBy.PLAYBACK, 0),
  SESSION_EVENTS("GET", "/v1/sessions/{sid}/events", AnsweredBy.PLAYBACK, 0),
  RECORDING("GET", "/v1/sessions/{sid}/recording", AnsweredBy.PLAYBACK, 0),
  CAST("GET", "/v1/sessions/{sid}/recording.cast", AnsweredBy.PLAYBACK, 0),
  HEALTH("GET", "/healthz", AnsweredBy.PLAYBACK, 0),
  /// Where tickets lead to on one machine; on AWS they lead to the bucket.
  UPLOAD("PUT", "/v1/recordings/{sid}/upload", AnsweredBy.LOCAL, 0);

  /// Which function answers on AWS: on one machine all are answered by one process. What a function
  /// answers asks for SigV4; the URL of a ticket is its own permission.
  public enum AnsweredBy {
    INGEST,
    PLAYBACK,
    LOCAL
  }

  private final String method;
  private final String path;
  private final AnsweredBy answeredBy;
  private final int mostBody;

  Route(String method, String path, AnsweredBy answeredBy, int mostBody) {
    this.method = method;
    this.path = path;
    this.answeredBy = answeredBy;
    this.mostBody = mostBody;
  }

  public String method() {
    return method;
  }

  /// With at most one parameter in it, a segment in braces.
  public String path() {
    return path;
  }

  public AnsweredBy answeredBy() {
    return answeredBy;
  }

  /// The most bytes that are read of a body, after unpacking. Where it is 0 there is none, or it is
  /// taken as it comes.
  public int mostBody() {
    return mostBody;
  }
}
