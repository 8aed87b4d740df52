package io.tapevault.http;

import io.tapevault.json.Json;

/// What is wrong with a request, or with us: RFC 9457. `detail` says what, where and what to do;
/// `more` writes members that only this problem has.
public record Problem(Type type, String detail, Json.Members more) implements Answer {

  /// The header that names a request in our logs.
  static final String REQUEST_ID = "x-request-id";

  private static final String RETRY_AFTER_SECONDS = "2";
  private static final Json.Members NO_MORE = json -> {};

  /// The kinds of problem. `docs/reference/http.md` says more about each; a test holds the two
  /// together.
  public enum Type {
    NOT_JSON(400, "not-json", "The body is not JSON"),
    BODY_CUT_OFF(400, "body-cut-off", "The body ends too early"),
    BAD_PARAMETER(400, "bad-parameter", "A parameter is not valid"),
    BAD_SESSION_ID(400, "bad-session-id", "That is not a session id"),
    BAD_CURSOR(400, "bad-cursor", "That is not a cursor"),
    CURSOR_OF_ANOTHER_QUERY(
        400, "cursor-of-another-query", "The cursor belongs to another question"),
    CURSOR_OF_ANOTHER_KEY(400, "cursor-of-another-key", "The key of this cursor is not here"),
    BAD_REQUEST(400, "bad-request", "That is not a request as HTTP has them"),
    BAD_UPLOAD(400, "bad-upload", "The upload is not described rightly"),
    BAD_HOLD(400, "bad-hold", "The hold is not described rightly"),
    BAD_TOKEN(400, "bad-token", "The token is not described rightly"),
    BAD_REDACTION(400, "bad-redaction", "The redaction is not described rightly"),
    BAD_SHARE(400, "bad-share", "The share is not described rightly"),
    UPLOAD_NOT_AS_ANNOUNCED(
        400, "upload-not-as-announced", "These are not the bytes that were announced"),
    NO_TOKEN(401, "no-token", "The request has no token, or another one"),
    FOREIGN_PAGE(403, "foreign-page", "A page of somebody else may not ask"),
    OUT_OF_SCOPE(403, "out-of-scope", "The token is not good for this"),
    REDACTED(403, "redacted", "Something of this recording is hidden"),
    TICKET_NOT_VALID(403, "ticket-not-valid", "The upload ticket is not valid"),
    NO_SUCH_ROUTE(404, "no-such-route", "There is nothing at this path"),
    UNKNOWN_SESSION(404, "unknown-session", "Nothing is known of this session"),
    UNKNOWN_EVENT(404, "unknown-event", "There is no such event"),
    UNKNOWN_PARKED(404, "unknown-parked", "Nothing is parked under this id"),
    UNKNOWN_TOKEN(404, "unknown-token", "There is no such token"),
    UNKNOWN_SINK(404, "unknown-sink", "There is no such SIEM"),
    NO_SUCH_UPLOAD(404, "no-such-upload", "There is no such upload"),
    NOT_HELD(404, "not-held", "This session is not held"),
    UNKNOWN_SHARE(404, "unknown-share", "There is no such share"),
    NO_RECORDING(404, "no-recording", "This session has no recording"),
    NO_SUCH_SEGMENT(404, "no-such-segment", "There is no such piece of the recording"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "This path does not take this method"),
    RECORDING_EXISTS(409, "recording-exists", "This session has another recording"),
    SHOWN_OTHERWISE(409, "shown-otherwise", "The recording is shown in another way now"),
    EXPORT_GONE(410, "export-gone", "The export is not there any more"),
    ALREADY_UPLOADED(412, "already-uploaded", "This session has a recording already"),
    BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
    TOO_MANY_EVENTS(413, "too-many-events", "These are too many events for one request"),
    RECORDING_TOO_LARGE(413, "recording-too-large", "The recording is too large"),
    FORM_TOO_LARGE(413, "form-too-large", "This form of the recording is too large"),
    UNKNOWN_ENCODING(415, "unknown-encoding", "The body is encoded in an unknown way"),
    RANGE_NOT_THERE(416, "range-not-there", "There are no bytes at that place"),
    UPLOAD_NOT_WHOLE(422, "upload-not-whole", "The upload is not what was announced"),
    NO_TERMINAL(422, "no-terminal", "There is no terminal in the recording"),
    RECORDING_ENCRYPTED(422, "recording-encrypted", "The recording is encrypted"),
    RECORDING_CORRUPT(422, "recording-corrupt", "The recording cannot be played"),
    RECORDING_CUT_OFF(422, "recording-cut-off", "The recording ends too early"),
    SEARCH_NOT_DONE(422, "search-not-done", "There was no time to look everywhere"),
    HEAD_TOO_LARGE(431, "head-too-large", "The address or the headers are too long"),
    ANSWER_TOO_LARGE(500, "answer-too-large", "The answer is too large"),
    NOT_READ_YET(503, "not-read-yet", "The recording is being read through"),
    UNAVAILABLE(503, "unavailable", "Not now: try again");

    private final int status;
    private final String slug;
    private final String title;

    Type(int status, String slug, String title) {
      this.status = status;
      this.slug = slug;
      this.title = title;
    }

    public int status() {
      return status;
    }

    public String uri() {
      return "urn:tapevault:problem:" + slug;
    }
  }

  public Problem(Type type, String detail) {
    this(type, detail, NO_MORE);
  }

  static Problem busy() {
    return new Problem(
        Type.UNAVAILABLE, "too much is worked on at the moment to hold this as well; try again");
  }

  public static Problem notNow() {
    return new Problem(Type.UNAVAILABLE, "the store cannot be reached, or is too busy; try again");
  }

  public static Problem badSessionId() {
    return new Problem(
        Type.BAD_SESSION_ID,
        "a session id is 1 to 128 letters, digits, '-', '_' and '.', and begins with a letter or a"
            + " digit; most are UUIDs");
  }

  /// The problem as `application/problem+json`; `id` names the request in our logs.
  public HttpResponse response(String id) {
    byte[] body =
        Json.object(json -> {
          json.writeStringField("type", type.uri());
          json.writeStringField("title", type.title);
          json.writeNumberField("status", type.status);
          json.writeStringField("detail", detail);
          json.writeStringField("instance", id);
          more.writeTo(json);
        });
    HttpResponse response =
        HttpResponse.bytes(type.status, "application/problem+json", body).with(REQUEST_ID, id);
    return switch (type.status) {
      case 401 -> response.with("www-authenticate", "Bearer");
      case 503 -> response.with("retry-after", RETRY_AFTER_SECONDS);
      default -> response;
    };
  }
}
