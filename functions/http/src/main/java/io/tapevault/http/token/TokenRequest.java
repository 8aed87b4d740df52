package io.tapevault.http.token;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.settings.Durations;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody asks of a token. What is not understood is refused: passed over, a token could do
/// more than was meant.
final class TokenRequest {

  // It stands in logs, between quotes.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String FOREVER = "forever";
  private static final Duration USUAL = Duration.ofDays(365);
  private static final Duration LONGEST = Duration.ofDays(3_650);
  private static final int MOST_BY = 200;

  private String name = "";
  private String by = "";
  private String expiresIn = "";
  private final Set<Scope> scopes = EnumSet.noneOf(Scope.class);

  private TokenRequest() {}

  /// `caller` is who signed, where somebody did: what the body says counts only where nobody did.
  static Decoded<Grant> grant(String body, String caller, Instant now) throws IOException {
    TokenRequest request = new TokenRequest();
    try {
      JsonReader.document("token", () -> JsonReader.JSON.createParser(body), request::members);
      return Decoded.of(request.grant(caller, now));
    } catch (Malformed e) {
      return Decoded.problem(Problem.Type.BAD_TOKEN, String.valueOf(e.getMessage()));
    }
  }

  /// Who revokes one: the body may be empty where somebody signed.
  static Decoded<String> who(String body, String caller) throws IOException {
    TokenRequest request = new TokenRequest();
    try {
      if (!body.isBlank()) {
        JsonReader.document("request", () -> JsonReader.JSON.createParser(body), request::byAlone);
      }
      return Decoded.of(request.who(caller));
    } catch (Malformed e) {
      return Decoded.problem(Problem.Type.BAD_TOKEN, String.valueOf(e.getMessage()));
    }
  }

  private void members(JsonParser json) throws IOException {
    JsonReader.object(
        "token",
        json,
        member -> {
          switch (member) {
            case "name" -> name = JsonReader.text(member, json);
            case "by" -> by = JsonReader.text(member, json);
            case "expires_in" -> expiresIn = JsonReader.text(member, json);
            case "scopes" ->
                JsonReader.array(member, json, () -> scope(JsonReader.text(member, json)));
            default -> throw unknown(member, "'name', 'scopes', 'expires_in' and 'by'");
          }
        });
  }

  private void byAlone(JsonParser json) throws IOException {
    JsonReader.object(
        "request",
        json,
        member -> {
          if (!member.equals("by")) {
            throw unknown(member, "'by' alone");
          }
          by = JsonReader.text(member, json);
        });
  }

  private static Malformed unknown(String member, String known) {
    return new Malformed(
        "'" + (member.length() > 40 ? "…" : member) + "' is not known here; there is " + known);
  }

  private void scope(String word) {
    scopes.add(
        Scope.parse(word)
            .orElseThrow(() -> new Malformed("a scope is 'ingest' or 'read'; send one or both")));
  }

  private Grant grant(String caller, Instant now) {
    if (!NAME.matcher(name).matches()) {
      throw new Malformed(
          "'name' is 1 to 64 letters, digits, '.', '_' and '-', and begins with a letter or a"
              + " digit");
    }
    if (scopes.isEmpty()) {
      throw new Malformed("'scopes' is a list of 'ingest', 'read' or both");
    }
    return new Grant(name, scopes, who(caller), now, expires(now));
  }

  private @Nullable Instant expires(Instant now) {
    if (expiresIn.equals(FOREVER)) {
      return null;
    }
    try {
      Duration counts = expiresIn.isEmpty() ? USUAL : Durations.parse(expiresIn);
      if (counts.isZero() || counts.compareTo(LONGEST) > 0) {
        throw new Malformed(
            "'expires_in' is 1s to " + LONGEST.toDays() + "d, or '" + FOREVER + "'");
      }
      return now.plus(counts);
    } catch (IllegalArgumentException e) {
      throw new Malformed("'expires_in' is a duration such as 12h or 90d, or '" + FOREVER + "'");
    }
  }

  private String who(String caller) {
    String who = caller.isEmpty() ? by.strip() : caller;
    if (who.isEmpty() || who.length() > MOST_BY) {
      throw new Malformed("'by' says who, in 1 to " + MOST_BY + " characters");
    }
    return who;
  }
}
