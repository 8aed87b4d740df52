package io.tapevault.infra.watch;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.infra.functions.Delivery;
import io.tapevault.infra.functions.Forwarding;
import io.tapevault.infra.functions.Indexing;
import io.tapevault.infra.functions.Listing;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// The right to bring back what was put aside: stream records that were given up, and messages in
/// dead-letter queues. It is attached to nobody.
public final class Recovery extends Construct {

  private final ManagedPolicy policy;

  public Recovery(
      Construct scope, Access access, Indexing indexing, Listing listing, Forwarding forwarding) {
    super(scope, "Recovery");
    List<Queue> dead = new ArrayList<>(List.of(indexing.dead(), listing.dead()));
    List<Queue> alive = new ArrayList<>(List.of(indexing.queue(), listing.queue()));
    List<PolicyStatement> statements = new ArrayList<>();
    for (Delivery delivery : forwarding.deliveries()) {
      dead.add(delivery.dead());
      alive.add(delivery.queue());
    }
    statements.addAll(access.readFailures());
    statements.add(access.readingKey());
    statements.add(
        Statements.statement(
            "ForwardAgain",
            List.of("lambda:InvokeFunction"),
            List.of(forwarding.function().alias().getFunctionArn())));
    statements.add(
        Statements.statement(
            "ListAgain",
            List.of("lambda:InvokeFunction"),
            List.of(listing.function().alias().getFunctionArn())));
    statements.add(
        Statements.statement(
            "MoveFromDeadLetterQueues",
            List.of(
                "sqs:StartMessageMoveTask",
                "sqs:CancelMessageMoveTask",
                "sqs:ListMessageMoveTasks",
                "sqs:GetQueueAttributes",
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage"),
            dead.stream().map(Queue::getQueueArn).toList()));
    statements.add(
        Statements.statement(
            "MoveToQueues",
            List.of("sqs:SendMessage"),
            alive.stream().map(Queue::getQueueArn).toList()));
    policy =
        ManagedPolicy.Builder.create(this, "Policy")
            .description("Tapevault: bring back what was put aside")
            .statements(statements)
            .build();
  }

  public String policyArn() {
    return policy.getManagedPolicyArn();
  }
}
