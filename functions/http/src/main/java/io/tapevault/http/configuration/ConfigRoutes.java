package io.tapevault.http.configuration;

import io.tapevault.configuration.InForce;
import io.tapevault.configuration.InForce.Settings;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.event.Sha256;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.json.Json;
import io.tapevault.settings.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where nodes ask for the settings that are theirs.
public final class ConfigRoutes {

  private final InForce settings;
  private final Duration mostWait;

  private ConfigRoutes(InForce settings, Duration mostWait) {
    this.settings = settings;
    this.mostWait = mostWait;
  }

  /// A node that has the latest settings waits for others as long as it asks for, and for
  /// `mostWait` at most.
  public static Routes of(InForce settings, Duration mostWait) {
    ConfigRoutes routes = new ConfigRoutes(settings, mostWait);
    return new Routes().add(Route.CONFIG, (request, none) -> routes.answer(request));
  }

  private Answer answer(HttpRequest request) {
    Optional<Duration> wait = wait(request.query());
    if (wait.isEmpty()) {
      return new Problem(
          Problem.Type.BAD_PARAMETER, "the one parameter here is wait=25s, a duration");
    }
    List<String> known =
        Arrays.stream(request.header("if-none-match").orElse("").split(",", -1))
            .map(String::strip)
            .toList();
    Settings now = settings.now();
    Told told = Told.of(now);
    if (told.isKnown(known) && wait.get().isPositive()) {
      told = Told.of(await(now.version(), wait.get()));
    }
    return told.answer(known);
  }

  private static Optional<Duration> wait(Map<String, List<String>> query) {
    try {
      boolean others =
          query.keySet().stream()
              .anyMatch(name -> !name.equals("wait") && !HttpRequest.isOfSignature(name));
      List<String> waits = query.getOrDefault("wait", List.of("0s"));
      return others || waits.size() != 1
          ? Optional.empty()
          : Optional.of(Durations.parse(waits.getFirst()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Settings await(String version, Duration wait) {
    try {
      return settings.await(version, wait.compareTo(mostWait) < 0 ? wait : mostWait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return settings.now();
    }
  }

  /// The answer, and the tag under which a node asks whether it still holds.
  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  private record Told(byte[] json, String tag) {

    static Told of(Settings settings) {
      byte[] json = written(settings);
      return new Told(json, '"' + Sha256.of(json).substring(0, 16) + '"');
    }

    boolean isKnown(List<String> tags) {
      return tags.contains(tag) || tags.contains("W/" + tag);
    }

    HttpResponse answer(List<String> known) {
      HttpResponse response =
          isKnown(known)
              ? new HttpResponse(304, Map.of(), 0, out -> {})
              : HttpResponse.json(200, json);
      return response.with("etag", tag).with("cache-control", "no-cache");
    }
  }

  private static byte[] written(Settings settings) {
    Nodes nodes = settings.config().nodes();
    return Json.object(json -> {
      json.writeStringField("version", settings.version());
      json.writeStringField("session_recording", nodes.mode().name().toLowerCase(Locale.ROOT));
      if (nodes.folder() != null) {
        json.writeStringField("audit_sessions_uri", nodes.folder());
      }
      json.writeObjectFieldStart("upload");
      json.writeNumberField("parallel", nodes.parallel());
      if (nodes.maxBytesPerSecond() != null) {
        json.writeNumberField("max_bytes_per_second", nodes.maxBytesPerSecond());
      }
      json.writeEndObject();
      json.writeStringField("grace_period", said(nodes.gracePeriod()));
      json.writeStringField("keep_for", said(nodes.keepFor()));
    });
  }

  private static String said(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds > 0 && seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
  }
}
