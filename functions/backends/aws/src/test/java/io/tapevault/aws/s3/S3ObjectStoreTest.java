package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.Written;
import io.tapevault.recording.SessionId;
import io.tapevault.testkit.contract.ObjectStoreContract;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3ObjectStoreTest extends ObjectStoreContract {

  private static final SessionId SID = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
  private static final Recording RECORDING = new Recording(SID);
  private static final Derived CAST = new Derived(SID, "11-0", Kind.CAST);
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  @AutoClose private static S3Local local;

  private final String bucket = "tapes-" + BUCKETS.incrementAndGet();

  private @Nullable StubS3 denying;

  @AfterEach
  void stop_denying() {
    if (denying != null) {
      denying.close();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  @Override
  protected Optional<ObjectStore> denied() throws IOException {
    denying = StubS3.answering(asked -> Answer.error(403, "AccessDenied"));
    return Optional.of(
        S3ObjectStore.open(denying.uri(""), StubS3.credentials(), HTTP, InstantSource.system()));
  }

  @Override
  protected ObjectStore emptyStore() {
    return open(local.createBucket(bucket), InstantSource.system());
  }

  @Override
  protected List<String> litter() throws IOException {
    return local.keys(bucket).stream()
        .filter(key ->
            !key.matches(
                "([0-9a-f-]{36}\\.tar|derived/4/[0-9a-f-]{36}\\..*|redactions/[0-9a-f-]{36}\\.[0-9]+\\.json)"))
        .toList();
  }

  private static S3ObjectStore open(URI uri, InstantSource clock) {
    return S3ObjectStore.open(S3Uri.parse(uri, null), local.credentials(), HTTP, clock);
  }

  @Nested
  class In_a_bucket {

    @Test
    void objects_lie_where_teleport_looks_for_them_and_are_named_as_teleport_names_them()
        throws Exception {
      URI uri = URI.create(local.uri(bucket).toString().replace(bucket + "?", bucket + "/team/a?"));
      S3ObjectStore store = open(uri, InstantSource.system());
      store.write(RECORDING, out -> out.write('r'));
      store.write(CAST, out -> out.write('c'));
      assertEquals(
          List.of("derived/4/" + SID + ".11-0.cast.gz", "team/a/" + SID + ".tar"),
          local.keys(bucket));
      assertEquals(URI.create("s3://" + bucket + "/team/a/" + SID), store.location(RECORDING));
      assertEquals(
          URI.create("s3://" + bucket + "/derived/4/" + SID + ".11-0.cast.gz"),
          store.location(CAST));
    }

    @Test
    void a_download_is_the_object_under_its_own_name() throws Exception {
      S3ObjectStore store = open(local.uri(bucket), InstantSource.system());
      store.write(RECORDING, out -> out.write("a recording".getBytes(UTF_8)));
      store.write(CAST, out -> out.write("a cast".getBytes(UTF_8)));
      var recording = store.find(RECORDING).orElseThrow();
      var cast = store.find(CAST).orElseThrow();
      HttpResponse<String> tar = get(store.download(RECORDING, recording, Duration.ofMinutes(1)));
      HttpResponse<String> gz = get(store.download(CAST, cast, Duration.ofMinutes(1)));
      assertEquals(
          List.of(
              "200 a recording",
              "attachment; filename=\"" + SID + ".tar\"",
              "application/octet-stream"),
          List.of(
              tar.statusCode() + " " + tar.body(),
              header(tar, "content-disposition"),
              header(tar, "content-type")));
      assertEquals(
          List.of(
              "200 a cast",
              "attachment; filename=\"" + SID + ".cast\"",
              "application/x-asciicast",
              "gzip"),
          List.of(
              gz.statusCode() + " " + gz.body(),
              header(gz, "content-disposition"),
              header(gz, "content-type"),
              header(gz, "content-encoding")));
    }

    @Test
    void what_is_asked_with_head_has_an_address_of_its_own() throws Exception {
      S3ObjectStore store = open(local.uri(bucket), InstantSource.system());
      store.write(RECORDING, out -> out.write("a recording".getBytes(UTF_8)));
      var recording = store.find(RECORDING).orElseThrow();
      URI about = store.about(RECORDING, recording, Duration.ofMinutes(1));
      URI download = store.download(RECORDING, recording, Duration.ofMinutes(1));
      HttpResponse<String> head = head(about);
      assertEquals("200 11", head.statusCode() + " " + header(head, "content-length"));
      assertEquals(403, head(download).statusCode());
      assertEquals(403, get(about).statusCode());
    }

    private HttpResponse<String> head(URI uri) throws Exception {
      try (HttpClient http = HttpClient.newHttpClient()) {
        return http.send(HttpRequest.newBuilder(uri).HEAD().build(), BodyHandlers.ofString());
      }
    }

    @Test
    void a_download_expires_and_is_for_one_object() throws Exception {
      S3ObjectStore store =
          open(local.uri(bucket), InstantSource.fixed(Instant.now().minus(Duration.ofHours(1))));
      store.write(RECORDING, out -> out.write('r'));
      var recording = store.find(RECORDING).orElseThrow();
      assertEquals(
          403, get(store.download(RECORDING, recording, Duration.ofMinutes(5))).statusCode());
      URI valid = store.download(RECORDING, recording, Duration.ofHours(2));
      assertEquals(200, get(valid).statusCode());
      assertEquals(403, get(URI.create(valid.toString().replace(".tar?", ".tarx?"))).statusCode());
    }

    @Test
    void the_bucket_is_made_by_the_first_write() throws Exception {
      S3ObjectStore store = open(local.uri(bucket + "-new"), InstantSource.system());
      assertEquals(Written.STORED, store.write(RECORDING, out -> out.write('r')));
      assertEquals(List.of(SID + ".tar"), local.keys(bucket + "-new"));
      assertEquals(1, store.find(RECORDING).orElseThrow().size());
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      }
    }

    private static String header(HttpResponse<String> response, String name) {
      return response.headers().firstValue(name).orElse("none");
    }
  }

  @Nested
  class In_the_folder_of_temporary_files {

    private final String content = "a recording of " + UUID.randomUUID();

    @Test
    void nothing_is_left() throws Exception {
      S3ObjectStore store = open(local.uri(bucket), InstantSource.system());
      store.write(RECORDING, this::write);
      assertEquals(0, spooled());
      IOException broken = new IOException("broken");
      assertSame(
          broken,
          assertThrows(
              IOException.class,
              () ->
                  store.write(
                      CAST,
                      out -> {
                        write(out);
                        throw broken;
                      })));
      assertEquals(0, spooled());
    }

    private void write(OutputStream out) throws IOException {
      out.write(content.getBytes(UTF_8));
      out.flush();
      assertEquals(1, spooled());
    }

    /// How many files there hold the content.
    private long spooled() throws IOException {
      try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        return files
            .filter(file -> file.getFileName().toString().matches("tapevault-\\d+\\.part"))
            .filter(this::holdsIt)
            .count();
      }
    }

    private boolean holdsIt(Path file) {
      try {
        return Files.size(file) == content.length() && Files.readString(file).equals(content);
      } catch (IOException another) {
        // Others put files there, too, and remove them.
        return false;
      }
    }
  }

  @Nested
  class Without_an_answer {

    @Test
    void a_store_that_cannot_be_reached_is_unavailable() throws Exception {
      int port;
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      S3ObjectStore store =
          open(
              URI.create("s3://tapes?insecure=true&endpoint=127.0.0.1:" + port),
              InstantSource.system());
      Unavailable none = assertThrows(Unavailable.class, () -> store.find(RECORDING));
      assertTrue(
          none.toString().contains("s3:ListBucketVersions on s3://tapes/" + SID + ".tar: "),
          none::toString);
      assertThrows(Unavailable.class, () -> store.write(RECORDING, out -> out.write('r')));
    }

    @Test
    void wrong_credentials_are_no_passing_trouble() {
      S3Uri uri = S3Uri.parse(local.uri(bucket), null);
      var wrong =
          StaticCredentialsProvider.create(AwsBasicCredentials.create("LOCALACCESSKEY", "wrong"));
      S3ObjectStore store = S3ObjectStore.open(uri, wrong, HTTP, InstantSource.system());
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class, () -> store.write(RECORDING, out -> out.write('r')));
      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith(
                  "s3:PutObject on s3://" + bucket + "/" + SID + ".tar: 403 SignatureDoesNotMatch"),
          refused::toString);
    }
  }
}
