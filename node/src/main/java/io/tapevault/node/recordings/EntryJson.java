package io.tapevault.node.recordings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.node.recordings.Entry.Attempts;
import io.tapevault.node.recordings.Entry.Fate;
import io.tapevault.node.recordings.spool.Digest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An [Entry] as a document of the journal.
final class EntryJson {

  private static final int MOST = 1_000_000;
  private static final int VERSION = 1;
  private static final String WHAT = "journal";
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private final List<String> files = new ArrayList<>();
  private final List<Long> blocks = new ArrayList<>();
  private long version;
  private long size = -1;
  private long failed;
  private long refused;
  private boolean truncated;
  private @Nullable String sha256;
  private @Nullable String upload;
  private @Nullable String reason;
  private String fate = "";
  private Instant next = Instant.EPOCH;
  private Instant since = Instant.EPOCH;

  private EntryJson() {}

  static byte[] write(Entry entry) {
    return Json.object(json -> {
      json.writeNumberField("version", VERSION);
      json.writeNumberField("size", entry.digest().size());
      json.writeStringField("sha256", entry.digest().sha256());
      json.writeArrayFieldStart("crc64nvme");
      for (long block : entry.digest().blocks()) {
        json.writeNumber(block);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("files");
      for (String file : entry.files()) {
        json.writeString(file);
      }
      json.writeEndArray();
      json.writeBooleanField("truncated", entry.truncated());
      if (entry.upload().isPresent()) {
        json.writeStringField("upload", entry.upload().get());
      }
      json.writeNumberField("failed", entry.attempts().failed());
      json.writeNumberField("refused", entry.attempts().refused());
      json.writeStringField("next", entry.attempts().next().toString());
      write(entry.fate(), json);
    });
  }

  private static void write(Fate fate, JsonGenerator json) throws IOException {
    switch (fate) {
      case Fate.Pending() -> json.writeStringField("fate", "pending");
      case Fate.Stored(Instant since) -> {
        json.writeStringField("fate", "stored");
        json.writeStringField("since", since.toString());
      }
      case Fate.Removing() -> json.writeStringField("fate", "removing");
      case Fate.Quarantined(String reason) -> {
        json.writeStringField("fate", "quarantined");
        json.writeStringField("reason", reason);
      }
    }
  }

  static Entry read(byte[] document) throws IOException {
    EntryJson read = new EntryJson();
    JsonReader.document(
        WHAT,
        () -> JsonReader.JSON.createParser(document),
        json -> JsonReader.object(WHAT, json, name -> read.member(name, json)));
    return read.entry();
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "version" -> version = json.getValueAsLong();
      case "size" -> size = json.getValueAsLong(-1);
      case "failed" -> failed = json.getValueAsLong();
      case "refused" -> refused = json.getValueAsLong();
      case "truncated" -> truncated = json.getValueAsBoolean();
      case "sha256" -> sha256 = JsonReader.text(WHAT, json);
      case "upload" -> upload = JsonReader.text(WHAT, json);
      case "reason" -> reason = JsonReader.text(WHAT, json);
      case "fate" -> fate = JsonReader.text(WHAT, json);
      case "next" -> next = time(json);
      case "since" -> since = time(json);
      case "files" -> JsonReader.array(WHAT, json, () -> files.add(JsonReader.text(WHAT, json)));
      case "crc64nvme" -> JsonReader.array(WHAT, json, () -> blocks.add(json.getValueAsLong()));
      default -> {
        // Of a later version, perhaps.
      }
    }
  }

  // The cause would quote the document.
  @SuppressWarnings("UnusedException")
  private static Instant time(JsonParser json) throws IOException {
    try {
      return Instant.parse(JsonReader.text(WHAT, json));
    } catch (DateTimeException e) {
      throw new Malformed("the journal has a time that is none");
    }
  }

  private Entry entry() {
    if (version != VERSION) {
      throw new Malformed("its version is " + version + ", and this node knows " + VERSION);
    }
    if (size < 0
        || sha256 == null
        || !SHA_256.matcher(sha256).matches()
        || blocks.size() != Digest.blockCount(size)) {
      throw new Malformed("it lacks the digests of the recording");
    }
    return new Entry(
        List.copyOf(files),
        new Digest(size, sha256, List.copyOf(blocks)),
        truncated,
        Optional.ofNullable(upload),
        new Attempts(Math.clamp(failed, 0, MOST), Math.clamp(refused, 0, MOST), next),
        fate());
  }

  private Fate fate() {
    return switch (fate) {
      case "pending" -> new Fate.Pending();
      case "stored" -> new Fate.Stored(since);
      case "removing" -> new Fate.Removing();
      case "quarantined" -> new Fate.Quarantined(JsonReader.present("reason", reason));
      default -> throw new Malformed("it does not say what becomes of the recording");
    };
  }
}
