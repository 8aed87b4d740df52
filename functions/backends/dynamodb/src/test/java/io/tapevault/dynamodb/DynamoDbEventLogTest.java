package io.tapevault.dynamodb;

import io.tapevault.contract.EventLogContract;
import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import java.time.InstantSource;

@OnDynamoDb
final class DynamoDbEventLogTest extends EventLogContract {

  @Override
  protected EventLog open(InstantSource clock, Retention retention) {
    return new DynamoDbEventLog(TestTables.missing(), new KeptInMemory(), retention, clock);
  }
}
