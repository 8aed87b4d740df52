package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers API Gateway whether a request may come in, and by whose token.
///
/// What is allowed is all that the token is good for, whatever was asked first: a gateway that
/// remembered the answer would give it for every door. Who is not known is [Unauthorized], which a
/// gateway never remembers; what fails otherwise goes to the gateway as it is, which says 5xx.
public final class AuthorizeHandler {

  // By method: a star stands for slashes, too, and `*/in/*` would be /v1/…/in/….
  private static final List<String> DOORS = List.of("POST/in/*", "PUT/in/*", "GET/in/*");
  private static final List<String> READING = List.of("GET/read/*");

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
    IssuedToken token =
        ShownToken.in(question.headers).flatMap(admission::admit).orElseThrow(Unauthorized::new);
    out.write(answer(token, stage(JsonReader.present("methodArn", question.arn))));
  }

  /// What has been read of the envelope so far.
  private static final class Question {
    private @Nullable String arn;
    private final Map<String, String> headers = new HashMap<>();

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
            }
          });
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

  private static byte[] answer(IssuedToken token, String stage) {
    List<String> opened = opened(token.grant().scopes());
    return Json.object(json -> {
      json.writeStringField("principalId", "token:" + token.id());
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
      json.writeStringField("caller", token.caller());
      json.writeEndObject();
    });
  }
}
