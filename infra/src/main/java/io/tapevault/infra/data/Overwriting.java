package io.tapevault.infra.data;

import io.tapevault.settings.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.Bucket;

/// What the bucket refuses to everybody, whatever their own rights are: to put something where
/// something is, and to put anything under other names than ours.
final class Overwriting {

  private Overwriting() {}

  /// Teleport puts without a condition, and puts more beside a recording than the recording: its
  /// role may, where it is named.
  static void refuse(Bucket bucket, @Nullable String teleportRole) {
    // Neither beginning an upload nor one of its parts creates an object; completing it does.
    Map<String, Object> unconditionally = new HashMap<>();
    unconditionally.put("Null", Map.of("s3:if-none-match", "true"));
    unconditionally.put("Bool", Map.of("s3:ObjectCreationOperation", "true"));
    if (teleportRole != null) {
      unconditionally.put("ArnNotEquals", Map.of("aws:PrincipalArn", teleportRole));
    }
    bucket.addToResourcePolicy(
        refusal("NothingIsOverwritten")
            .resources(List.of(bucket.arnForObjects("*")))
            .conditions(unconditionally)
            .build());
    String recordings = Vault.RECORDINGS + (teleportRole == null ? "*.tar" : "*");
    bucket.addToResourcePolicy(
        refusal("NoOtherNames")
            .notResources(
                List.of(
                    bucket.arnForObjects(recordings),
                    bucket.arnForObjects(Layout.LARGE_EVENTS + "*"),
                    bucket.arnForObjects(Layout.DERIVED + "*"),
                    bucket.arnForObjects(Layout.REDACTIONS + "*"),
                    bucket.arnForObjects(Layout.TRANSCRIPTS + "*"),
                    bucket.arnForObjects(Layout.EXPORTS + "*")))
            .build());
  }

  private static PolicyStatement.Builder refusal(String sid) {
    return PolicyStatement.Builder.create()
        .sid(sid)
        .effect(Effect.DENY)
        .principals(List.of(new AnyPrincipal()))
        .actions(List.of("s3:PutObject"));
  }
}
