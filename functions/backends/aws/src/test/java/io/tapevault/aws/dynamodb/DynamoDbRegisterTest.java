package io.tapevault.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.RegisterContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@OnDynamoDb
final class DynamoDbRegisterTest extends RegisterContract {

  @Override
  protected Optional<Register> denied() {
    return Optional.of(new DynamoDbRegister(TestTables.denied(), InstantSource.system()));
  }

  @Override
  protected Register open(InstantSource clock) {
    return new DynamoDbRegister(TestTables.empty(), clock);
  }

  @Test
  void it_is_no_session_of_the_log() {
    EventsTable table = TestTables.empty();
    InstantSource clock = InstantSource.system();
    new DynamoDbRegister(table, clock).put(Subject.NODES, new Entry("web-1", Instant.EPOCH, "{}"));
    DynamoDbEventLog log =
        new DynamoDbEventLog(table, new KeptInMemory(), Retention.DEFAULT, clock);
    assertEquals(EventPage.EMPTY, log.session("register#nodes", Order.ASCENDING, null, 10));
  }
}
