package io.tapevault.node.health;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.settings.Release;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What a node says of itself at one moment: how far its parts are, and what else keeps it.
public record Report(
    String node, Instant time, Duration up, SortedMap<String, Progress> parts, Traffic traffic) {

  /// Uploads under way, the bytes that they and those before have sent since the start, and
  /// troubles of the node as a whole.
  public record Traffic(int uploads, long sentBytes, List<String> troubles) {}

  /// Everything that somebody has to look at.
  public List<String> troubles() {
    Stream<String> ofParts =
        parts.entrySet().stream()
            .flatMap(
                part -> part.getValue().trouble().stream().map(why -> part.getKey() + ": " + why));
    Stream<String> quarantined =
        parts.entrySet().stream()
            .filter(part -> part.getValue().quarantined() > 0)
            .map(part -> part.getKey() + ": " + part.getValue().quarantined() + " in quarantine");
    return Stream.of(traffic.troubles().stream(), ofParts, quarantined)
        .flatMap(all -> all)
        .toList();
  }

  /// The members of a JSON object.
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStringField("node", node);
    json.writeStringField("version", Release.VERSION);
    json.writeStringField("time", time.toString());
    json.writeNumberField("up_seconds", up.toSeconds());
    for (var part : parts.entrySet()) {
      Progress progress = part.getValue();
      json.writeObjectFieldStart(part.getKey());
      json.writeNumberField("pending", progress.pending());
      json.writeNumberField("pending_bytes", progress.pendingBytes());
      json.writeNumberField("oldest_seconds", oldestSeconds(progress));
      if (progress.oldest().isPresent()) {
        json.writeStringField("oldest_waits_because", progress.oldest().get().why());
      }
      json.writeNumberField("confirmed", progress.confirmed());
      json.writeNumberField("quarantined", progress.quarantined());
      json.writeEndObject();
    }
    json.writeNumberField("uploads", traffic.uploads());
    json.writeNumberField("sent_bytes", traffic.sentBytes());
    json.writeArrayFieldStart("troubles");
    for (String trouble : troubles()) {
      json.writeString(trouble);
    }
    json.writeEndArray();
  }

  private long oldestSeconds(Progress progress) {
    return progress
        .oldest()
        .map(oldest -> Math.max(0, Duration.between(oldest.since(), time).toSeconds()))
        .orElse(0L);
  }

  /// As Prometheus reads it.
  String metrics() {
    StringBuilder text = new StringBuilder();
    metric(
        text, "pending", "gauge", "Logs with lines, or recordings, that wait.", Progress::pending);
    metric(text, "pending_bytes", "gauge", "Their bytes.", Progress::pendingBytes);
    metric(
        text, "oldest_seconds", "gauge", "How long the oldest of them waits.", this::oldestSeconds);
    metric(
        text,
        "confirmed_total",
        "counter",
        "Events, or recordings, that the vault has confirmed since the start.",
        Progress::confirmed);
    metric(text, "quarantined", "gauge", "What lies in quarantine.", Progress::quarantined);
    metric(
        text,
        "trouble",
        "gauge",
        "1 where something keeps it.",
        progress -> progress.trouble().isPresent() ? 1 : 0);
    one(text, "uploads", "gauge", "Uploads under way.", traffic.uploads());
    one(text, "sent_bytes_total", "counter", "Bytes of recordings sent.", traffic.sentBytes());
    one(text, "troubles", "gauge", "All that somebody has to look at.", troubles().size());
    one(text, "up_seconds", "gauge", "How long it runs.", up.toSeconds());
    return text.toString();
  }

  private void metric(
      StringBuilder text, String name, String type, String help, ToLongFunction<Progress> number) {
    head(text, name, type, help);
    parts.forEach((part, progress) ->
        text.append("tapevault_node_" + name + "{part=\"" + part + "\"} ")
            .append(number.applyAsLong(progress))
            .append('\n'));
  }

  private static void one(StringBuilder text, String name, String type, String help, long value) {
    head(text, name, type, help);
    text.append("tapevault_node_" + name + " ").append(value).append('\n');
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP tapevault_node_" + name + " " + help + "\n")
        .append("# TYPE tapevault_node_" + name + " " + type + "\n");
  }
}
