package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.settings.Layout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Links to recordings: one function makes them and takes them back, another one is what they lead
/// to. Anybody may call that one, and so it may do little: it reads what was derived, and tells the
/// log.
public final class Sharing extends Construct {

  private static final String SHARES = Layout.REGISTER + "shares";

  private final JavaFunction share;
  private final JavaFunction shared;

  public Sharing(Construct scope, Deployment deployment) {
    super(scope, "Sharing");
    Access access = deployment.access();
    share = function("Make", "Share", deployment, 1024);
    share.allow(common(access));
    share.allow(List.of(access.keepTo(SHARES)));
    // It makes a page of a cast.
    shared = function("Open", "Shared", deployment, 1769);
    shared.allow(common(access));
    shared.allow(List.of(access.keepOut()));
  }

  private JavaFunction function(String id, String name, Deployment deployment, int memory) {
    return new JavaFunction(
        this,
        id,
        deployment,
        new JavaFunction.Spec(
            "io.tapevault.function.playback." + name + "Function",
            deployment.packages().playback(),
            deployment.variables(Map.of()),
            new JavaFunction.Limits(JavaFunction.ANSWERING, memory)));
  }

  private static List<PolicyStatement> common(Access access) {
    return List.of(
        access.appendEvent(),
        access.readHolds(),
        access.findShares(),
        access.tableKey(),
        access.readVersions(Layout.DERIVED),
        // Whether there is a recording, and how many redactions there are.
        access.listVersions(access.vault().recordings(), Layout.DERIVED, Layout.REDACTIONS),
        access.readingKey(),
        access.readConfig(),
        access.configKey());
  }

  public Alias share() {
    return share.alias();
  }

  public Alias shared() {
    return shared.alias();
  }
}
