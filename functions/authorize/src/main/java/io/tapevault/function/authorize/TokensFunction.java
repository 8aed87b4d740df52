package io.tapevault.function.authorize;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.Front;
import io.tapevault.http.token.TokenRoutes;
import io.tapevault.lambda.RestApi;
import io.tapevault.token.Issuing;
import io.tapevault.token.Token;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;

/// The Lambda that issues tokens, lists and revokes them.
public final class TokensFunction implements RequestStreamHandler {

  private final AwsVault vault;
  private final Front front;

  public TokensFunction() {
    this(System.getenv());
  }

  TokensFunction(Map<String, String> env) {
    this.vault = AwsVault.from(env);
    this.front = wire(vault);
  }

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static Front wire(AwsVault vault) {
    Issuing issuing = new Issuing(vault.tokens(), vault.log(), TokensFunction::random);
    vault.warmUp();
    return Front.of(TokenRoutes.of(issuing, vault.clock()), Runtime.getRuntime().maxMemory() / 2);
  }

  // Made anew each time, from the system's own: what is kept from before a snapshot, every copy of
  // the function has alike.
  private static byte[] random() {
    byte[] random = new byte[Token.RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    answer(in, out);
  }

  void answer(InputStream in, OutputStream out) throws IOException {
    vault.settings().look();
    RestApi.write(front.handle(RestApi.read(in)), out);
  }
}
