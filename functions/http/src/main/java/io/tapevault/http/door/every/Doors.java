package io.tapevault.http.door.every;

import io.tapevault.http.door.Door;
import io.tapevault.http.door.cloudevents.CloudEventsDoor;
import io.tapevault.http.door.eventhandler.EventHandlerDoor;
import io.tapevault.http.door.events.EventsDoor;
import io.tapevault.http.door.firehose.FirehoseDoor;
import io.tapevault.http.door.hec.HecDoor;
import io.tapevault.http.door.logs.LogsDoor;
import io.tapevault.http.door.otlp.OtlpDoor;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;

/// Every door that there is. The first that stands at a path takes what comes there.
public final class Doors {

  private Doors() {}

  /// `most` is how many events a request to our own door may hold at this moment.
  public static List<Door> all(IntSupplier most, InstantSource clock) {
    return List.of(
        new EventsDoor(most),
        new HecDoor(clock),
        new OtlpDoor(),
        new FirehoseDoor(clock),
        new CloudEventsDoor(),
        new LogsDoor(),
        new EventHandlerDoor());
  }
}
