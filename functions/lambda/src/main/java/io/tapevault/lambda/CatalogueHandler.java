package io.tapevault.lambda;

import io.tapevault.catalogue.Cataloguing;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.json.Malformed;
import io.tapevault.lambda.QueueEvents.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// From the catalogue's queue to the catalogue. A message that is not done is reported, and the
/// queue brings it again; no other waits for it, since a session is read anew each time.
public final class CatalogueHandler {

  private final EventLog log;
  private final Cataloguing cataloguing;

  public CatalogueHandler(EventLog log, Cataloguing cataloguing) {
    this.log = log;
    this.cataloguing = cataloguing;
  }

  public void handle(InputStream in, OutputStream out, Invocation invocation) throws IOException {
    List<String> again = new ArrayList<>();
    Set<String> renewed = new HashSet<>();
    for (Message message : QueueEvents.read(in)) {
      if (!invocation.timeLeft().getAsBoolean() || !renewed(message, renewed, invocation)) {
        again.add(message.id());
      }
    }
    BatchResponse.write(again, out);
  }

  private boolean renewed(Message message, Set<String> renewed, Invocation invocation) {
    try {
      for (String session : sessions(QueueMessages.notice(message.body()).keys())) {
        if (!renewed.contains(session)) {
          cataloguing.renew(session);
          renewed.add(session);
        }
      }
      return true;
    } catch (Malformed e) {
      invocation.warn("message " + message.id() + " cannot be read: " + e.getMessage());
      return false;
    } catch (RuntimeException e) {
      invocation.error(e);
      return false;
    }
  }

  /// Of which something is told that changes what is listed. A message has 100 keys at most.
  private Set<String> sessions(List<EventKey> keys) {
    Set<String> sessions = new LinkedHashSet<>();
    for (StoredEvent stored : log.find(keys)) {
      if (Cataloguing.TYPES.contains(stored.event().type())) {
        sessions.add(stored.event().session());
      }
    }
    sessions.remove("");
    return sessions;
  }
}
