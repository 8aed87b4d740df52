package io.tapevault.http.door;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// One way in which shippers send events: how they are found in a request, and what such a shipper
/// expects to hear when they are durable.
public interface Door {

  Route route();

  /// The content of the request is whole and unpacked. What one event does wrong is said of that
  /// event alone.
  Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt) throws IOException;

  HttpResponse answer(Ingest.Accepted accepted);
}
