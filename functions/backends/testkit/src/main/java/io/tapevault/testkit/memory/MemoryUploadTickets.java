package io.tapevault.testkit.memory;

import io.tapevault.recording.PartPlan;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tickets that lead nowhere: whoever holds this says what has arrived.
public final class MemoryUploadTickets implements UploadTickets {

  private final PartPlan plan;
  private final Instant expires;
  private final Map<SessionId, There> stored = new HashMap<>();
  private final Map<String, SortedMap<Integer, Part>> begun = new HashMap<>();
  private final Map<String, SessionId> begunFor = new HashMap<>();

  public MemoryUploadTickets(PartPlan plan, Instant expires) {
    this.plan = plan;
    this.expires = expires;
  }

  /// What the session has from now on.
  public void hold(SessionId sid, There there) {
    stored.put(sid, there);
  }

  /// A part has arrived.
  public void arrive(String upload, Part part) {
    begun.computeIfAbsent(upload, name -> new TreeMap<>()).put(part.number(), part);
  }

  @Override
  public PartPlan plan() {
    return plan;
  }

  @Override
  public Announced announce(Upload upload, @Nullable String goOn) {
    Optional<There> there = there(upload);
    if (there.isPresent()) {
      return there.get();
    }
    if (plan.goesInOnePut(upload.size())) {
      return new Announced.InOnePut(ticket(upload.sid() + ".tar", upload.size()));
    }
    String name = goOn != null && begun.containsKey(goOn) ? goOn : "upload-" + (begun.size() + 1);
    Map<Integer, Part> parts = begun.computeIfAbsent(name, fresh -> new TreeMap<>());
    begunFor.put(name, upload.sid());
    return new Announced.InParts(
        name, plan.partSize(upload.size()), new ArrayList<>(parts.values()));
  }

  @Override
  public PartTickets parts(Upload upload, String name, List<Part> parts) {
    if (!begun.containsKey(name)
        || !upload.sid().equals(begunFor.getOrDefault(name, upload.sid()))) {
      return new NoSuchUpload();
    }
    return new PartTickets.Signed(
        parts.stream()
            .map(part ->
                new PartTicket(
                    part.number(), ticket(upload.sid() + "?part=" + part.number(), part.size())))
            .toList());
  }

  @Override
  public Completed complete(Upload upload, String name, String crc64nvme) {
    Optional<There> there = there(upload);
    if (there.isPresent()) {
      return there.get();
    }
    SortedMap<Integer, Part> parts = begun.get(name);
    if (parts == null) {
      return new NoSuchUpload();
    }
    String missing = plan.missing(List.copyOf(parts.keySet()), upload.size());
    if (!missing.isEmpty()) {
      return new Completed.NotWhole("these parts are missing: " + missing);
    }
    begun.remove(name);
    There.Stored now = new There.Stored(upload.size(), upload.sha256());
    stored.put(upload.sid(), now);
    return now;
  }

  private Optional<There> there(Upload upload) {
    return Optional.ofNullable(stored.get(upload.sid()))
        .map(there ->
            there instanceof There.Stored is ? There.of(is.size(), is.sha256(), upload) : there);
  }

  private Ticket ticket(String name, long size) {
    return new Ticket(
        "PUT",
        URI.create("https://bucket.example.org/" + name),
        Map.of("content-length", Long.toString(size)),
        expires);
  }
}
