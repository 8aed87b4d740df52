package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Vault;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Lets in who shows a token, and issues tokens. Who lets in sees no event, and can make no token.
public final class Authorizing extends Construct {

  // API Gateway waits no longer for an authorizer than for anything else; a shipper should hear
  // sooner that it has to come again.
  private static final Duration SOON = Duration.seconds(10);

  private final JavaFunction authorize;
  private final JavaFunction tokens;

  public Authorizing(Construct scope, Deployment deployment) {
    super(scope, "Authorizing");
    Vault vault = deployment.vault();
    Access access = deployment.access();
    authorize =
        function(
            "Authorize",
            deployment,
            Map.of(
                "TAPEVAULT_EVENTS_URI", vault.eventsUri(),
                "TAPEVAULT_SESSIONS_URI", vault.sessionsUri()),
            SOON);
    authorize.allow(List.of(access.readTokens(), access.noteTokenUse(), access.tableKey()));
    tokens = function("Tokens", deployment, deployment.variables(Map.of()), JavaFunction.ANSWERING);
    tokens.allow(
        List.of(
            // That a token was issued or revoked, and the token itself.
            access.appendEvent(),
            access.keepTo(Layout.TOKENS),
            access.readTokens(),
            access.revokeTokens(),
            access.tableKey(),
            access.readConfig(),
            access.configKey()));
  }

  private JavaFunction function(
      String name, Deployment deployment, Map<String, String> variables, Duration timeout) {
    return new JavaFunction(
        this,
        name,
        deployment,
        new JavaFunction.Spec(
            "io.tapevault.function.authorize." + name + "Function",
            deployment.packages().authorize(),
            variables,
            new JavaFunction.Limits(timeout, 1024)));
  }

  public Alias authorizer() {
    return authorize.alias();
  }

  public Alias tokens() {
    return tokens.alias();
  }
}
