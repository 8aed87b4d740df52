package io.tapevault.function.authorize;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.Log;
import io.tapevault.lambda.AuthorizeHandler;
import io.tapevault.lambda.Priming;
import io.tapevault.token.Admission;
import io.tapevault.token.RememberedTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// The Lambda that API Gateway asks who shows a token. It reads tokens, notes their use, and sees
/// no event.
public final class AuthorizeFunction implements RequestStreamHandler {

  // A token that was revoked lets nobody in after 60 s.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final AuthorizeHandler handler;

  public AuthorizeFunction() {
    this(System.getenv());
  }

  AuthorizeFunction(Map<String, String> env) {
    this.handler = wire(AwsVault.reading(env));
  }

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.READING;
  }

  private static AuthorizeHandler wire(AwsVault vault) {
    AuthorizeHandler handler =
        new AuthorizeHandler(
            new Admission(
                new RememberedTokens(vault.tokens(), vault.clock(), REMEMBERED),
                vault.clock(),
                trouble -> Log.error("tokens", trouble)));
    try {
      Priming.run(handler::handle, AuthorizeFunction.class, "authorize.json");
    } catch (RuntimeException expected) {
      // Nobody has that token; and where the table cannot be read, the first request says so.
    }
    return handler;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    answer(in, out);
  }

  void answer(InputStream in, OutputStream out) throws IOException {
    handler.handle(in, out);
  }
}
