package io.tapevault.witnesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.witnesses.Requests.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What Standard Webhooks' own library says of the requests that a webhook gets.
class StandardWebhooksTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OLD = secret('o');
  private static final String NEW = secret('n');
  private static final String NO_SIGNATURE = "No matching signature found";

  private static String secret(char c) {
    return "whsec_"
        + Base64.getEncoder().encodeToString(String.valueOf(c).repeat(32).getBytes(UTF_8));
  }

  private static List<Request> sent(String secrets, List<StoredEvent> events) throws IOException {
    try (Requests receiver = Requests.start()) {
      SinkSpec spec = SinkSpec.webhook("soc", URI.create(receiver.uri()), secrets);
      Sending sending = new Sending(spec);
      sending.deliver(events);
      List<String> texts = sending.outgoing(events).stream().map(Outgoing::text).toList();
      assertEquals(
          "[" + String.join(",", texts) + "]",
          receiver.received().stream()
              .map(Request::body)
              .collect(Collectors.joining())
              .replace("][", ","));
      return receiver.received();
    }
  }

  private static List<String> said(List<Request> requests, String secret) throws Exception {
    Installed.file("Standard Webhooks", "webhooks/node_modules");
    Path script = Installed.HOME.resolve("webhooks/verify.cjs");
    Process node = new ProcessBuilder("node", script.toString()).redirectErrorStream(true).start();
    try (var in = node.outputWriter(UTF_8)) {
      for (Request request : requests) {
        in.write(
            JSON.writeValueAsString(
                    Map.of("body", request.body(), "headers", request.headers(), "secret", secret))
                + "\n");
      }
    }
    List<String> said = node.inputReader(UTF_8).lines().toList();
    assertEquals(0, node.waitFor(), said.toString());
    return said;
  }

  private static Request changed(Request request, String header, String value) {
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.put(header, value);
    return new Request(headers, request.body());
  }

  @Test
  void every_request_is_verified_whatever_is_in_it() throws Exception {
    List<Request> requests = sent(OLD, HostileEvents.all());
    assertEquals(Collections.nCopies(requests.size(), "verified"), said(requests, OLD));
  }

  @Test
  void while_one_secret_replaces_another_both_verify_and_no_third() throws Exception {
    List<Request> requests = sent(NEW + "," + OLD, HostileEvents.samples());
    assertEquals(List.of("verified"), said(requests, OLD));
    assertEquals(List.of("verified"), said(requests, NEW));
    assertEquals(List.of(NO_SIGNATURE), said(requests, secret('x')));
  }

  @Test
  void what_was_altered_on_the_way_is_not_verified() throws Exception {
    Request request = sent(OLD, HostileEvents.samples()).getFirst();
    long time = Long.parseLong(request.headers().getOrDefault("webhook-timestamp", ""));
    assertEquals(
        List.of(NO_SIGNATURE, NO_SIGNATURE, NO_SIGNATURE, "Message timestamp too old"),
        said(
            List.of(
                new Request(request.headers(), request.body() + " "),
                changed(request, "webhook-id", "msg_other"),
                changed(request, "webhook-timestamp", Long.toString(time - 1)),
                changed(request, "webhook-timestamp", Long.toString(time - 301))),
            OLD));
  }
}
