package io.tapevault.infra.data;

import io.tapevault.forwarding.secrets.SecretReference;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.sqs.IQueue;

/// What functions may do with queues and secrets, which are no part of the [Vault].
public final class Statements {

  private Statements() {}

  /// Exactly those that the settings of a SIEM name. One that is encrypted with a key of its own
  /// needs that key's policy to let the function use it.
  public static List<PolicyStatement> readSecrets(List<SecretReference> references) {
    List<String> secrets =
        references.stream()
            .filter(SecretReference.InSecretsManager.class::isInstance)
            .map(one -> ((SecretReference.InSecretsManager) one).arn())
            .toList();
    List<String> parameters =
        references.stream()
            .filter(SecretReference.InParameter.class::isInstance)
            .map(one -> ((SecretReference.InParameter) one).arn())
            .toList();
    return Stream.of(
            statement("ReadSecrets", List.of("secretsmanager:GetSecretValue"), secrets),
            statement("ReadParameters", List.of("ssm:GetParameter"), parameters))
        .filter(statement -> !statement.getResources().isEmpty())
        .toList();
  }

  /// What Lambda asks for when it empties a queue for a function.
  public static PolicyStatement consume(IQueue queue) {
    return statement(
        "Consume",
        List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        List.of(queue.getQueueArn()));
  }

  public static PolicyStatement send(List<? extends IQueue> queues) {
    return statement(
        "SendNotices",
        List.of("sqs:SendMessage"),
        queues.stream().map(IQueue::getQueueArn).toList());
  }

  /// Asking when queues were made.
  public static PolicyStatement describe(List<? extends IQueue> queues) {
    return statement(
        "DescribeQueues",
        List.of("sqs:GetQueueAttributes"),
        queues.stream().map(IQueue::getQueueArn).toList());
  }

  /// Saying when a message that was not done comes again.
  public static PolicyStatement postpone(IQueue queue) {
    return statement(
        "Postpone", List.of("sqs:ChangeMessageVisibility"), List.of(queue.getQueueArn()));
  }

  public static PolicyStatement statement(
      String sid, List<String> actions, List<String> resources) {
    return PolicyStatement.Builder.create().sid(sid).actions(actions).resources(resources).build();
  }
}
