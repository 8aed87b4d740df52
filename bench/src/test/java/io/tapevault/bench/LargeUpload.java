package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.Sha256;
import io.tapevault.recording.Crc64Nvme;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A recording of 20 GiB (sparse) through parts into `tapevault local`, after one of 1 GiB: the
/// most memory that the vault has had is the same.
final class LargeUpload {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final double MOST_MORE = 1.5;
  private static final int AT_ONCE = 100;

  private LargeUpload() {}

  /// `args` may say how many GiB; twice that has to be free.
  public static void main(String[] args) throws Exception {
    long gib = args.length > 0 ? Long.parseLong(args[0]) : 20;
    Path folder = Files.createTempDirectory("tapevault-bench-");
    boolean held;
    try (RunningVault vault = RunningVault.start(folder)) {
      upload(vault, folder, "small", 1);
      long before = mostMemory(vault);
      upload(vault, folder, "large", gib);
      long after = mostMemory(vault);
      System.out.printf("most memory: %d MB after 1 GiB, %d MB after %d GiB%n", before, after, gib);
      held = after <= before * MOST_MORE;
    } finally {
      delete(folder);
    }
    System.exit(held ? 0 : 1);
  }

  private static void upload(RunningVault vault, Path folder, String sid, long gib)
      throws Exception {
    Path file = folder.resolve(sid);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(gib << 30);
    }
    long start = System.nanoTime();
    URI uploads = vault.uri().resolve("/v1/recordings/" + sid + "/uploads");
    long partSize = 16L << 20;
    List<String> parts = new ArrayList<>();
    String announced = announcement(file, partSize, parts);
    JsonNode upload = post(uploads, announced + "}").path("upload");
    if (upload.path("part_size").asLong() != partSize) {
      throw new IOException("expected parts of " + partSize + ": " + upload);
    }
    URI begun = URI.create(uploads + "/" + upload.path("id").asText() + "/");
    for (int from = 0; from < parts.size(); from += AT_ONCE) {
      String some = String.join(",", parts.subList(from, Math.min(parts.size(), from + AT_ONCE)));
      String asked = announced.replaceFirst(",\"crc64nvme\".*", "") + ",\"parts\":[" + some + "]}";
      for (JsonNode ticket : post(begun.resolve("parts"), asked).path("parts")) {
        put(ticket, file, (ticket.path("number").asLong() - 1) * partSize);
      }
    }
    JsonNode complete = post(begun.resolve("complete"), announced + "}");
    if (!complete.has("stored")) {
      throw new IOException("not stored: " + complete);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d GiB in %d parts: %.0f s, %.0f MB/s%n",
        gib, parts.size(), seconds, (gib << 10) / seconds);
  }

  /// All but its closing brace; the parts go into the list.
  private static String announcement(Path file, long partSize, List<String> parts)
      throws IOException {
    MessageDigest sha256 = Sha256.digest();
    Crc64Nvme whole = new Crc64Nvme();
    byte[] block = new byte[1 << 20];
    long size = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      for (long at = 0; at < size; at += partSize) {
        Crc64Nvme part = new Crc64Nvme();
        long length = Math.min(partSize, size - at);
        for (long left = length; left > 0; ) {
          int read = in.readNBytes(block, 0, (int) Math.min(left, block.length));
          sha256.update(block, 0, read);
          whole.update(block, 0, read);
          part.update(block, 0, read);
          left -= read;
        }
        parts.add(
            "{\"number\":%d,\"size\":%d,\"crc64nvme\":\"%s\"}"
                .formatted(parts.size() + 1, length, part.base64()));
      }
    }
    return "{\"size\":%d,\"sha256\":\"%s\",\"crc64nvme\":\"%s\""
        .formatted(size, Sha256.end(sha256), whole.base64());
  }

  private static void put(JsonNode ticket, Path file, long offset) throws Exception {
    long length = ticket.path("headers").path("content-length").asLong();
    try (FileChannel channel = FileChannel.open(file)) {
      InputStream in = Channels.newInputStream(channel.position(offset));
      BodyPublisher body =
          BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> new Bounded(in, length)), length);
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(ticket.path("url").asText())).PUT(body).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("part: " + answer.statusCode() + " " + answer.body());
      }
    }
  }

  private static JsonNode post(URI uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofHours(1))
            .POST(BodyPublishers.ofString(body, UTF_8))
            .build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private static long mostMemory(RunningVault vault) throws IOException {
    long pid = java(vault.process().toHandle());
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("this system does not tell the most memory of a process");
  }

  /// The launcher becomes Java, or has it for its child.
  private static long java(ProcessHandle process) {
    return process.descendants().map(ProcessHandle::pid).findFirst().orElse(process.pid());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// The next bytes of a stream.
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
