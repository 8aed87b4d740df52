package io.tapevault.aws.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// An S3 on the loopback interface, in a folder of its own that goes with it. It checks signatures,
/// expiry, lengths and digests as AWS does; it has neither versions nor encryption.
public final class S3Local implements AutoCloseable {

  // Letters and digits only, as DynamoDB Local asks of the same key.
  private static final String ACCESS_KEY = "LOCALACCESSKEY";
  private static final String SECRET = "local-secret";

  private final Path folder;
  private final BlobStore blobs;
  private final S3Proxy server;

  private S3Local(Path folder, BlobStore blobs, S3Proxy server) {
    this.folder = folder;
    this.blobs = blobs;
    this.server = server;
  }

  public static S3Local start() throws Exception {
    Path folder = Files.createTempDirectory("tapevault-s3-local");
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    BlobStore blobs = BlobStores.create("filesystem-nio2", properties);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET)
            .build();
    server.start();
    return new S3Local(folder, blobs, server);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /// Names a bucket, whether or not it is there.
  public URI uri(String bucket) {
    return URI.create(
        "s3://" + bucket + "?region=us-east-1&disablesse=true&endpoint=" + endpoint());
  }

  /// Makes a bucket.
  public URI createBucket(String bucket) {
    blobs.createContainer(bucket);
    return uri(bucket);
  }

  /// The keys of all objects in a bucket.
  public List<String> keys(String bucket) throws IOException {
    Path root = folder.resolve(bucket);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /// What lies at a key, as text.
  public String read(String bucket, String key) throws IOException {
    return Files.readString(folder.resolve(bucket).resolve(key));
  }

  public byte[] bytes(String bucket, String key) throws IOException {
    return Files.readAllBytes(folder.resolve(bucket).resolve(key));
  }

  /// Replaces what lies at a key, past all conditions.
  public void overwrite(String bucket, String key, byte[] bytes) throws IOException {
    Files.write(folder.resolve(bucket).resolve(key), bytes);
  }

  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET));
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the server does not stop", e);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
