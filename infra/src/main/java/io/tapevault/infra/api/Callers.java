package io.tapevault.infra.api;

import io.tapevault.http.Route;
import io.tapevault.infra.data.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// The rights of those who call: of nodes, which send, and of auditors, who look. They are attached
/// to nobody.
public final class Callers extends Construct {

  // What a node asks: docs/how-to/node.md.
  private static final Set<Route> NODES =
      Set.of(
          Route.CONFIG,
          Route.SEND_EVENTS,
          Route.ANNOUNCE_RECORDING,
          Route.SIGN_PARTS,
          Route.COMPLETE_UPLOAD);

  private final ManagedPolicy ingest;
  private final ManagedPolicy audit;

  public Callers(Construct scope, Api api) {
    super(scope, "Callers");
    ingest = policy("Ingest", "Tapevault: send events and recordings", ingest(api));
    audit =
        policy(
            "Audit",
            "Tapevault: look at events, sessions and recordings, and at how the vault is",
            audit(api));
  }

  /// Whatever shows something and changes nothing, but for originals of what was redacted, and for
  /// who may come in by which token.
  private static boolean looks(Route route) {
    return route.method().equals("GET")
        && !route.isForTokens()
        && switch (route.answeredBy()) {
          case PLAYBACK, REDACT, SHARE -> true;
          case ORIGINAL -> route != Route.ORIGINAL;
          case INGEST -> route == Route.CONFIG;
          case HOLD, SHARED, TOKENS, LOCAL -> false;
        };
  }

  private ManagedPolicy policy(String id, String description, PolicyStatement rights) {
    return ManagedPolicy.Builder.create(this, id)
        .description(description)
        .statements(List.of(rights))
        .build();
  }

  /// To send events and recordings.
  public static PolicyStatement ingest(Api api) {
    return calls(api, NODES::contains);
  }

  /// To look at everything.
  public static PolicyStatement audit(Api api) {
    return calls(api, Callers::looks);
  }

  private static PolicyStatement calls(Api api, Predicate<Route> may) {
    List<String> resources = new ArrayList<>();
    for (Route route : Route.values()) {
      if (may.test(route)) {
        resources.add(api.arn(route.method(), route));
        if (route.isHeadToo()) {
          resources.add(api.arn("HEAD", route));
        }
      }
    }
    return Statements.statement("Call", List.of("execute-api:Invoke"), resources);
  }

  public String ingestArn() {
    return ingest.getManagedPolicyArn();
  }

  public String auditArn() {
    return audit.getManagedPolicyArn();
  }
}
