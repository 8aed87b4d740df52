package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.BYTES;
import static io.tapevault.aws.dynamodb.item.Attributes.DETAIL;
import static io.tapevault.aws.dynamodb.item.Attributes.OUTCOME;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.Outcome;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The receipts of one hour: what each event of it was settled as, counted once however often it
/// was noted.
final class Receipts {

  // About 100 MB.
  private static final int MOST = 1_000_000;

  private final Map<Digest, Receipt> receipts = new HashMap<>();
  private final Map<String, Receipt> kinds = new HashMap<>();

  private record Receipt(Outcome outcome, String why) {}

  /// What is no receipt is left out.
  void add(Map<String, AttributeValue> item) {
    Optional<Outcome> outcome = Attributes.text(item, OUTCOME).flatMap(Outcome::of);
    AttributeValue bytes = item.get(BYTES);
    if (outcome.isEmpty() || bytes == null || bytes.b() == null) {
      return;
    }
    String why = Attributes.text(item, DETAIL).orElse("");
    Receipt receipt =
        kinds.computeIfAbsent(outcome.get().word() + why, kind -> new Receipt(outcome.get(), why));
    ByteBuffer events = bytes.b().asByteBuffer();
    while (events.remaining() >= Digest.BYTES) {
      receipts.merge(Digest.read(events), receipt, Receipts::better);
    }
    if (receipts.size() > MOST) {
      throw new Unavailable("an hour with more than " + MOST + " events is not counted");
    }
  }

  private static Receipt better(Receipt one, Receipt other) {
    return one.outcome().compareTo(other.outcome()) >= 0 ? one : other;
  }

  boolean has(EventKey key) {
    return receipts.containsKey(Digest.of(key));
  }

  void countInto(Account.Counted hour) {
    receipts.values().forEach(one -> hour.settled(one.outcome(), one.why(), 1));
  }
}
