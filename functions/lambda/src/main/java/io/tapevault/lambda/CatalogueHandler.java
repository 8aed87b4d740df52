package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.catalogue.Cataloguing;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.json.Malformed;
import io.tapevault.lambda.QueueEvents.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /// Looks for a session that nobody has had, so that its connection is open.
  public void warmUp() {
    try {
      log.find(List.of(new EventKey("priming", 0)));
      cataloguing.renew("priming");
    } catch (RuntimeException expected) {
      // Where the log cannot be read, the first message says so.
    }
  }

  /// What a queue brings; or, for an operator, `{"from":"…","to":"…"}`, of which every session is
  /// listed anew.
  public void handle(InputStream in, OutputStream out, Invocation invocation) throws IOException {
    byte[] event = in.readAllBytes();
    Map<String, String> asked = EventFields.of(new String(event, UTF_8), Set.of("from", "to"));
    if (asked.isEmpty()) {
      renew(new ByteArrayInputStream(event), out, invocation);
    } else {
      rebuild(time(asked, "from"), time(asked, "to"), out, invocation);
    }
  }

  private void rebuild(Instant from, Instant to, OutputStream out, Invocation invocation)
      throws IOException {
    Instant listed = cataloguing.rebuild(from, to, invocation.timeLeft());
    out.write(
        Json.object(json -> {
          json.writeBooleanField("done", listed.equals(to));
          json.writeStringField("listed_until", listed.toString());
        }));
  }

  private static Instant time(Map<String, String> asked, String name) throws Malformed {
    try {
      return Instant.parse(asked.getOrDefault(name, ""));
    } catch (DateTimeParseException e) {
      throw new Malformed("'" + name + "' is no time as 2026-11-26T00:00:00Z is one");
    }
  }

  private void renew(InputStream in, OutputStream out, Invocation invocation) throws IOException {
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
      // A message has 100 keys at most.
      List<StoredEvent> events = log.find(QueueMessages.notice(message.body()).keys());
      for (String session : Cataloguing.sessions(events)) {
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
}
