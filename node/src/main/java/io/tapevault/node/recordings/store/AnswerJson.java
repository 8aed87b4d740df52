package io.tapevault.node.recordings.store;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.store.Announced.InParts;
import io.tapevault.node.recordings.store.Announced.Ticket;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what the vault answers. What is no such answer is [Malformed].
final class AnswerJson {

  private static final String ANSWER = "answer";
  // What S3 allows.
  private static final long LARGEST_PART = 5L << 30;
  private static final int MOST_PARTS = 10_000;
  private static final int LONGEST_ID = 2000;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final Map<String, String> headers = new HashMap<>();
  private final Map<Integer, AnswerJson> parts = new LinkedHashMap<>();
  private boolean stored;
  private int number;
  private long size = -1;
  private long partSize;
  private String sha256 = "";
  private String method = "";
  private @Nullable String url;
  private @Nullable String upload;
  private @Nullable String crc;

  private AnswerJson() {}

  static Announced announced(byte[] answer, Digest digest) throws IOException {
    return read(answer).announced(digest);
  }

  /// The tickets of parts, by number.
  static Map<Integer, Ticket> tickets(byte[] answer) throws IOException {
    Map<Integer, Ticket> tickets = new LinkedHashMap<>();
    read(answer).parts.forEach((number, part) -> tickets.put(number, part.ticket()));
    return tickets;
  }

  private static AnswerJson read(byte[] answer) throws IOException {
    AnswerJson read = new AnswerJson();
    JsonReader.document(ANSWER, () -> JsonReader.JSON.createParser(answer), read::object);
    return read;
  }

  private void object(JsonParser json) throws IOException {
    JsonReader.object(ANSWER, json, name -> member(name, json));
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "stored" -> {
        stored = true;
        object(json);
      }
      case "upload" -> object(json);
      case "id" -> upload = JsonReader.text(name, json);
      case "part_size" -> partSize = json.getValueAsLong();
      case "parts" -> JsonReader.array(name, json, () -> part(json));
      case "number" -> number = json.getValueAsInt();
      case "size" -> size = json.getValueAsLong(-1);
      case "sha256" -> sha256 = JsonReader.text(name, json);
      case "crc64nvme" -> crc = JsonReader.text(name, json);
      case "method" -> method = JsonReader.text(name, json);
      case "url" -> url = JsonReader.text(name, json);
      case "headers" ->
          JsonReader.object(
              name, json, header -> headers.put(header, JsonReader.text("header", json)));
      default -> {
        // Of a later version, perhaps.
      }
    }
  }

  private void part(JsonParser json) throws IOException {
    AnswerJson part = new AnswerJson();
    part.object(json);
    parts.put(part.number, part);
    if (parts.size() > MOST_PARTS) {
      throw new Malformed("it names more than " + MOST_PARTS + " parts");
    }
  }

  private Announced announced(Digest digest) {
    if (stored) {
      if (size != digest.size() || !digest.sha256().equalsIgnoreCase(sha256)) {
        throw new Malformed("it says 'stored', and names other bytes than were announced");
      }
      return new Announced.Stored();
    }
    return upload == null ? new Announced.Single(ticket()) : inParts(upload, digest.size());
  }

  private InParts inParts(String id, long whole) {
    if (partSize < 1 || partSize > LARGEST_PART || (whole + partSize - 1) / partSize > MOST_PARTS) {
      throw new Malformed("a part size of " + partSize + " bytes is none for this recording");
    }
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new Malformed("the id of the upload is none");
    }
    Map<Integer, String> there = new HashMap<>();
    InParts all = new InParts(id, partSize, there);
    for (AnswerJson part : parts.values()) {
      if (part.crc != null && part.size == all.length(part.number, whole)) {
        there.put(part.number, part.crc);
      }
    }
    return all;
  }

  // The cause would quote the URL, which is as good as a password while it lasts.
  @SuppressWarnings("UnusedException")
  private Ticket ticket() {
    URI where;
    try {
      where = URI.create(JsonReader.present("URL in the ticket", url));
    } catch (IllegalArgumentException e) {
      throw new Malformed("the URL of the ticket is none");
    }
    if (!method.equals("PUT") || !SCHEMES.contains(where.getScheme())) {
      throw new Malformed("the ticket is for no PUT over HTTP");
    }
    return new Ticket(where, Map.copyOf(headers));
  }
}
