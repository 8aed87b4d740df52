package io.tapevault.node.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.Sha256;
import io.tapevault.json.Json;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.recording.Crc64Nvme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Flow;

/// The vault and its store in memory, by the text of the protocol. What it answers instead may be
/// scripted.
final class FakeVault implements VaultClient {

  static final int PART = 1000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Answers in the place of the vault; empty where the vault answers itself.
  interface Instead {
    Optional<Answer> answer(String request);
  }

  final Map<String, byte[]> recordings = new TreeMap<>();
  final Map<String, TreeMap<Integer, byte[]>> uploads = new TreeMap<>();
  final Map<String, String> events = new TreeMap<>();
  final List<String> requests = new ArrayList<>();
  final CrashPoints points;
  Instead before = request -> Optional.empty();
  Instead after = request -> Optional.empty();
  long partsFrom = Long.MAX_VALUE;
  int partSize = PART;
  String bucket = "https://bucket.s3.eu-central-1.amazonaws.com";
  private int begun;

  FakeVault(CrashPoints points) {
    this.points = points;
  }

  @Override
  public Answer ask(String method, String path, Map<String, String> headers, byte[] body) {
    return answer(method + " " + path, () -> route(path, tree(body)));
  }

  @Override
  public Answer send(String method, URI url, Map<String, String> headers, BodyPublisher body) {
    String request = method + " " + url.getPath();
    byte[] bytes;
    try {
      bytes = bytes(body);
    } catch (UncheckedIOException e) {
      return new Answer.Unanswered("the body broke off");
    }
    return answer(request, () -> put(url.getPath().split("/", -1), headers, bytes));
  }

  private interface Deed {
    Answer run();
  }

  private Answer answer(String request, Deed deed) {
    requests.add(request);
    points.pass("before " + request);
    Optional<Answer> early = before.answer(request);
    if (early.isPresent()) {
      return early.get();
    }
    Answer answer = deed.run();
    points.pass("after " + request);
    return after.answer(request).orElse(answer);
  }

  private Answer route(String path, JsonNode body) {
    String[] parts = path.split("/", -1);
    if (path.equals("/v1/events")) {
      events.putIfAbsent(body.get("uid").asText(), body.toString());
      return said(200, "{}");
    }
    String sid = parts[3];
    if (parts.length == 5) {
      return announce(sid, body);
    }
    TreeMap<Integer, byte[]> upload = uploads.get(sid + "/" + parts[5]);
    if (upload == null) {
      return problem(404, "no-such-upload", "it is not there");
    }
    return parts[6].equals("parts")
        ? tickets(sid, parts[5], body)
        : complete(sid, parts[5], upload, body);
  }

  private Answer announce(String sid, JsonNode body) {
    byte[] there = recordings.get(sid);
    if (there != null) {
      return Sha256.of(there).equals(body.get("sha256").asText())
          ? said(200, "{\"stored\":" + describe(there) + "}")
          : problem(409, "recording-exists", "the first upload wins");
    }
    if (body.get("size").asLong() < partsFrom) {
      return said(
          200, ticket("/" + sid + "/" + body.get("size") + "/" + body.get("sha256").asText()));
    }
    String id = body.path("upload").asText();
    if (!uploads.containsKey(sid + "/" + id)) {
      id = "u" + begun++;
    }
    String upload = id;
    Map<Integer, byte[]> here = uploads.computeIfAbsent(sid + "/" + upload, key -> new TreeMap<>());
    return said(
        200,
        "{\"upload\":"
            + new String(
                Json.object(json -> {
                  json.writeStringField("id", upload);
                  json.writeNumberField("part_size", partSize);
                  json.writeArrayFieldStart("parts");
                  for (Map.Entry<Integer, byte[]> part : here.entrySet()) {
                    json.writeStartObject();
                    json.writeNumberField("number", part.getKey());
                    json.writeNumberField("size", part.getValue().length);
                    json.writeStringField("crc64nvme", crc(part.getValue()));
                    json.writeEndObject();
                  }
                  json.writeEndArray();
                }),
                UTF_8)
            + "}");
  }

  private Answer tickets(String sid, String upload, JsonNode body) {
    StringBuilder tickets = new StringBuilder();
    for (JsonNode part : body.get("parts")) {
      tickets
          .append(tickets.isEmpty() ? "" : ",")
          .append("{\"number\":")
          .append(part.get("number"));
      tickets
          .append(",")
          .append(
              ticket(
                      "/"
                          + sid
                          + "/"
                          + part.get("size")
                          + "/"
                          + HexFormat.of().formatHex(part.get("crc64nvme").asText().getBytes(UTF_8))
                          + "/"
                          + upload
                          + "/"
                          + part.get("number"))
                  .substring(1));
    }
    return said(200, "{\"parts\":[" + tickets + "]}");
  }

  private Answer complete(String sid, String id, Map<Integer, byte[]> upload, JsonNode announced) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    upload.values().forEach(whole::writeBytes);
    if (whole.size() != announced.get("size").asLong()) {
      return problem(422, "parts-missing", "parts are missing");
    }
    if (recordings.containsKey(sid)) {
      return problem(409, "recording-exists", "the first upload wins");
    }
    recordings.put(sid, whole.toByteArray());
    uploads.remove(sid + "/" + id);
    return said(200, "{\"stored\":" + describe(whole.toByteArray()) + "}");
  }

  /// `/sid/size/sha256` or `/sid/size/crc/upload/number`.
  private Answer put(String[] path, Map<String, String> headers, byte[] bytes) {
    boolean part = path.length == 6;
    if (!headers.equals(Map.of("if-none-match", "*"))) {
      return s3(403, "SignatureDoesNotMatch", "a signed header is missing");
    }
    String digest = part ? HexFormat.of().formatHex(crc(bytes).getBytes(UTF_8)) : Sha256.of(bytes);
    if (bytes.length != Long.parseLong(path[2]) || !digest.equals(path[3])) {
      return s3(400, "BadDigest", "The checksum did not match");
    }
    if (!part) {
      return recordings.putIfAbsent(path[1], bytes) == null
          ? said(200, "")
          : s3(412, "PreconditionFailed", "there is one");
    }
    TreeMap<Integer, byte[]> upload = uploads.get(path[1] + "/" + path[4]);
    if (upload == null) {
      return s3(404, "NoSuchUpload", "it has gone");
    }
    upload.put(Integer.parseInt(path[5]), bytes);
    return said(200, "");
  }

  static Answer said(int status, String body) {
    return new Answer.Said(status, Map.of(), body, Optional.empty());
  }

  static Answer problem(int status, String slug, String detail) {
    return said(
        status, "{\"type\":\"urn:tapevault:problem:" + slug + "\",\"detail\":\"" + detail + "\"}");
  }

  static Answer s3(int status, String code, String message) {
    return said(
        status, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
  }

  private String ticket(String path) {
    return "{\"method\":\"PUT\",\"url\":\""
        + bucket
        + path
        + "\",\"headers\":{\"if-none-match\":\"*\"},\"expires\":\"2026-11-01T00:00:00Z\"}";
  }

  private static String describe(byte[] bytes) {
    return "{\"size\":" + bytes.length + ",\"sha256\":\"" + Sha256.of(bytes) + "\"}";
  }

  private static String crc(byte[] bytes) {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(bytes, 0, bytes.length);
    return crc.base64();
  }

  private static JsonNode tree(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(BodyPublisher body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(ByteBuffer item) {
            byte[] piece = new byte[item.remaining()];
            item.get(piece);
            bytes.writeBytes(piece);
          }

          @Override
          public void onError(Throwable e) {
            throw new UncheckedIOException(new IOException(e));
          }

          @Override
          public void onComplete() {}
        });
    return bytes.toByteArray();
  }
}
