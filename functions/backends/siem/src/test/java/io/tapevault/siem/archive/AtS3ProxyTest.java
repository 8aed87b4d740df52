package io.tapevault.siem.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.Engine;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// An archive in an S3 that others wrote, and that checks signatures.
class AtS3ProxyTest {

  private final Path folder;
  private final BlobStore blobs;
  private final S3Proxy server;

  AtS3ProxyTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    blobs = BlobStores.create("filesystem-nio2", properties);
    server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "LOCALACCESSKEY", "local-secret")
            .build();
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private EventSink sink(String secret) {
    return ArchiveSink.open(
        BucketTest.spec(
            "s3://soc.archive/audit/all?region=eu-west-1",
            URI.create("http://127.0.0.1:" + server.getPort() + "/")),
        new AwsSigner(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("LOCALACCESSKEY", secret)),
            "eu-west-1",
            "s3",
            InstantSource.system()),
        Timeouts.DEFAULT);
  }

  @Test
  void what_is_read_back_is_what_was_sent_and_the_same_again_is_no_more() throws IOException {
    blobs.createContainer("soc.archive");
    List<Outgoing> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(
          Engine.outgoing(
              "{\"event\":\"x\",\"uid\":\"%d\",\"time\":\"2026-11-25T%02d:00:00Z\",\"é\":\"😀\"}"
                  .formatted(i, i / 100)));
    }
    for (int i = 0; i < 2; i++) {
      assertEquals(new Delivery.Delivered(), sink("local-secret").deliver(events));
    }
    Path day = folder.resolve("soc.archive/audit/all/dt=2026-11-25");
    List<String> lines = new ArrayList<>();
    for (Path file : FolderTest.files(day)) {
      lines.addAll(Lines.of(Lines.unpacked(Files.readAllBytes(file))));
    }
    assertEquals(events.stream().map(Outgoing::text).toList(), lines);
    assertEquals(3, FolderTest.files(day).size());
  }

  @Test
  void a_bucket_that_is_missing_and_a_wrong_secret_are_down_in_the_words_of_S3() {
    List<Outgoing> one = List.of(Engine.outgoing("{\"event\":\"x\"}"));
    Delivery.Down missing =
        assertInstanceOf(Delivery.Down.class, sink("local-secret").deliver(one));
    assertTrue(missing.why().contains("NoSuchBucket"), missing.why());
    Delivery.Down wrong = assertInstanceOf(Delivery.Down.class, sink("another").deliver(one));
    assertTrue(wrong.why().contains("SignatureDoesNotMatch"), wrong.why());
  }
}
