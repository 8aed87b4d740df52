package io.tapevault.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.s3.EventType;
import software.amazon.awscdk.services.s3.NotificationKeyFilter;
import software.amazon.awscdk.services.s3.notifications.LambdaDestination;
import software.constructs.Construct;

/// Looks through each recording when it arrives: the `session.upload` event, and what playback
/// shows.
final class Indexing extends Construct {

  Indexing(Construct scope, Site site) {
    super(scope, "Indexing");
    Vault vault = site.vault();
    JavaFunction function =
        new JavaFunction(
            this,
            "Index",
            new JavaFunction.Work(
                "io.tapevault.function.playback.IndexFunction",
                site.packages().playback(),
                Map.of(
                    "TAPEVAULT_EVENTS_URI", vault.eventsUri(),
                    "TAPEVAULT_SESSIONS_URI", vault.sessionsUri(),
                    "TAPEVAULT_RETENTION", site.settings().retention()),
                // A recording has up to 5 GiB, and it is read through once.
                Duration.minutes(15),
                // One whole CPU.
                1769));
    Access access = site.access();
    function.allow(
        List.of(
            access.readObjects(Vault.RECORDINGS, Vault.DERIVED),
            access.listVersions(Vault.RECORDINGS, Vault.DERIVED),
            access.readingKey(),
            access.putObjects(Vault.DERIVED),
            access.writingKey(),
            access.appendEvents(),
            access.tableKey()));
    function.allow(access.keepFailures());
    keepWhatFails(function, vault);
    vault
        .bucket()
        .addEventNotification(
            EventType.OBJECT_CREATED,
            new LambdaDestination(function.alias()),
            NotificationKeyFilter.builder().prefix(Vault.RECORDINGS).suffix(".tar").build());
  }

  /// S3 does not wait for an answer: what fails for good is kept, not dropped.
  private void keepWhatFails(JavaFunction function, Vault vault) {
    CfnEventInvokeConfig retries =
        CfnEventInvokeConfig.Builder.create(this, "Retries")
            .functionName(function.function().getFunctionName())
            .qualifier(function.alias().getAliasName())
            .maximumRetryAttempts(2)
            .maximumEventAgeInSeconds(Duration.hours(6).toSeconds())
            .destinationConfig(
                CfnEventInvokeConfig.DestinationConfigProperty.builder()
                    .onFailure(
                        CfnEventInvokeConfig.OnFailureProperty.builder()
                            .destination(vault.failures().getBucketArn())
                            .build())
                    .build())
            .build();
    retries.getNode().addDependency(function.alias());
  }
}
