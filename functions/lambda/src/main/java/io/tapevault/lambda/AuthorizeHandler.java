package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.http.token.ShownToken;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.token.Admission;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers API Gateway whether a request may come in, and by whose token or certificate.
///
/// What is allowed is all that the token is good for, whatever was asked first: a gateway that
/// remembered the answer would give it for every door. Who is not known is [Unauthorized], which a
/// gateway never remembers; what fails otherwise goes to the gateway as it is, which says 5xx.
public final class AuthorizeHandler {

  // By method: a star stands for slashes, too, and `*/in/*` would be /v1/…/in/….
  private static final List<String> DOORS = List.of("POST/in/*", "PUT/in/*", "GET/in/*");
  private static final List<String> READING = List.of("GET/read/*");

  private static final int LONGEST_SUBJECT = 200;

  private final Admission admission;

  public AuthorizeHandler(Admission admission) {
    this.admission = admission;
  }

  /// API Gateway makes a 401 of this very message.
  public static final class Unauthorized extends RuntimeException {
    private static final long serialVersionUID = 1;

    // Without a stack: anybody can make as many as he likes, and each is logged.
    private Unauthorized() {
      super("Unauthorized", null, false, false);
    }
  }

  public void handle(InputStream in, OutputStream out) throws IOException {
    Question question = new Question();
    JsonReader.document("envelope", () -> JsonReader.JSON.createParser(in), question::read);
    Optional<Let> certificate = question.subject().map(Let::withCertificate);
    Let let =
        certificate
            .or(() -> ShownToken.in(question.headers).flatMap(admission::admit).map(Let::withToken))
            .orElseThrow(Unauthorized::new);
    out.write(answer(let, stage(JsonReader.present("methodArn", question.arn))));
  }

  /// Who comes in, and for what.
  private record Let(String principal, String caller, Set<Scope> scopes) {
    static Let withToken(IssuedToken token) {
      return new Let("token:" + token.id(), token.caller(), token.grant().scopes());
    }

    /// As on one machine, it is good for what a token of scope `ingest` is.
    static Let withCertificate(String subject) {
      String name =
          "certificate:" + subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT));
      return new Let(name, name, Set.of(Scope.INGEST));
    }
  }

  /// What has been read of the envelope so far.
  private static final class Question {
    private @Nullable String arn;
    private @Nullable String subject;
    private final Map<String, String> headers = new HashMap<>();

    /// Of the certificate of who calls, which API Gateway has compared with its trust store: it
    /// says so for a domain that asks for one, and for no other.
    Optional<String> subject() {
      return Optional.ofNullable(subject).filter(name -> !name.isBlank());
    }

    void read(JsonParser json) throws IOException {
      JsonReader.object(
          "envelope",
          json,
          member -> {
            if (member.equals("methodArn")) {
              arn = json.getText();
            } else if (member.equals("headers") && json.isExpectedStartObjectToken()) {
              JsonReader.object(
                  member,
                  json,
                  name -> {
                    if (json.currentToken().isScalarValue()) {
                      headers.put(name.toLowerCase(Locale.ROOT), json.getText());
                    }
                  });
            } else if (member.equals("requestContext") && json.isExpectedStartObjectToken()) {
              inside(
                  json,
                  member,
                  "identity",
                  () ->
                      inside(
                          json,
                          "identity",
                          "clientCert",
                          () ->
                              inside(json, "clientCert", "subjectDN", () -> subject = text(json))));
            }
          });
    }

    private static @Nullable String text(JsonParser json) throws IOException {
      return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
    }

    private interface Reads {
      void read() throws IOException;
    }

    /// Of an object, the one member that is wanted.
    private static void inside(JsonParser json, String object, String wanted, Reads reads)
        throws IOException {
      if (json.isExpectedStartObjectToken()) {
        JsonReader.object(
            object,
            json,
            name -> {
              if (name.equals(wanted)) {
                reads.read();
              }
            });
      }
    }
  }

  // arn:aws:execute-api:REGION:ACCOUNT:API/STAGE of arn:…:API/STAGE/METHOD/in/v1/events
  private static String stage(String arn) {
    int api = arn.indexOf('/');
    int stage = arn.indexOf('/', api + 1);
    if (api < 0 || stage < 0) {
      throw new Malformed("a methodArn names API, stage, method and path");
    }
    return arn.substring(0, stage);
  }

  private static List<String> opened(Set<Scope> scopes) {
    return scopes.stream()
        .sorted()
        .flatMap(scope ->
            switch (scope) {
              case INGEST -> DOORS.stream();
              case READ -> READING.stream();
            })
        .toList();
  }

  private static byte[] answer(Let let, String stage) {
    List<String> opened = opened(let.scopes());
    return Json.object(json -> {
      json.writeStringField("principalId", let.principal());
      json.writeObjectFieldStart("policyDocument");
      json.writeStringField("Version", "2012-10-17");
      json.writeArrayFieldStart("Statement");
      json.writeStartObject();
      json.writeStringField("Action", "execute-api:Invoke");
      json.writeStringField("Effect", opened.isEmpty() ? "Deny" : "Allow");
      json.writeArrayFieldStart("Resource");
      for (String path : opened.isEmpty() ? List.of("*") : opened) {
        json.writeString(stage + "/" + path);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeObjectFieldStart("context");
      json.writeStringField("caller", let.caller());
      json.writeEndObject();
    });
  }
}
