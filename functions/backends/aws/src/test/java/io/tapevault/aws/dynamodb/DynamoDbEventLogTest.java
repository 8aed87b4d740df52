package io.tapevault.aws.dynamodb;

import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventLogContract;
import java.time.InstantSource;
import java.util.Optional;

@OnDynamoDb
final class DynamoDbEventLogTest extends EventLogContract {

  @Override
  public Optional<EventLog> denied() {
    return Optional.of(
        new DynamoDbEventLog(
            TestTables.denied(),
            new KeptInMemory(),
            Retention.DEFAULT,
            clock(),
            TestTables.NO_HURRY));
  }

  @Override
  protected EventLog open(InstantSource clock, Retention retention) {
    return new DynamoDbEventLog(
        TestTables.empty(), new KeptInMemory(), retention, clock, TestTables.NO_HURRY);
  }
}
