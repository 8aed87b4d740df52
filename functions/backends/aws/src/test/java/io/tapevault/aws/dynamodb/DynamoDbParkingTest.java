package io.tapevault.aws.dynamodb;

import io.tapevault.event.Parking;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.ParkingContract;
import java.time.InstantSource;
import java.util.Optional;

@OnDynamoDb
final class DynamoDbParkingTest extends ParkingContract {

  @Override
  protected Optional<Parking> denied() {
    return Optional.of(
        new DynamoDbParking(
            TestTables.denied(), new KeptInMemory(), Retention.DEFAULT, InstantSource.system()));
  }

  @Override
  protected Parking open(InstantSource clock, Retention retention) {
    return new DynamoDbParking(TestTables.empty(), new KeptInMemory(), retention, clock);
  }
}
