package io.tapevault.aws.s3;

import io.tapevault.aws.s3.S3Versions.Version;
import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.search.Transcripts;
import io.tapevault.session.Announcements;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Recordings in S3, in Teleport's layout. Readers get the oldest version that has bytes.
///
/// An [IllegalStateException] says what will not go away by itself, such as a missing bucket.
public final class S3ObjectStore implements ObjectStore, Announcements, AutoCloseable {

  private static final long MOST_AT_ONCE = 5L << 30;
  // What wins a race is there at once; this is for a delete that runs at the same time.
  private static final int TRIES = 3;

  private final S3Uri uri;
  private final S3Client s3;
  private final S3Calls calls;
  private final S3Versions versions;
  private final S3Bucket bucket;
  private final SignedUrls urls;

  private S3ObjectStore(S3Uri uri, S3Client s3, SignedUrls urls) {
    this.uri = uri;
    this.s3 = s3;
    this.calls = new S3Calls(uri.bucket());
    this.versions = new S3Versions(s3, uri.bucket());
    this.bucket = new S3Bucket(s3, uri);
    this.urls = urls;
  }

  public static S3ObjectStore open(
      S3Uri uri, AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    return new S3ObjectStore(
        uri, S3Clients.client(uri, credentials, http), new SignedUrls(uri, credentials, clock));
  }

  /// Makes the bucket, if it is missing: closed to the public, versioned, encrypted. One that is
  /// there stays as it is.
  void createWhenMissing() {
    calls.call(
        "s3:CreateBucket",
        "",
        () -> {
          bucket.createWhenMissing();
          return true;
        });
  }

  @Override
  public Optional<StoredObject> find(ObjectKey key) {
    String name = uri.key(key);
    return calls
        .call("s3:ListBucketVersions", name, () -> versions.oldest(name))
        .map(version -> new Found(this, name, version));
  }

  @Override
  public Written write(ObjectKey key, Content content) throws IOException {
    try (Spool spool = Spool.of(content)) {
      if (spool.size() > MOST_AT_ONCE) {
        throw new IllegalStateException(
            location(key) + " has " + spool.size() + " bytes, more than S3 takes at once");
      }
      // An object of no bytes is none, and would keep the place from the one that comes.
      return spool.size() == 0
          ? Written.STORED
          : calls.call("s3:PutObject", uri.key(key), () -> put(key, spool));
    }
  }

  private Written put(ObjectKey key, Spool spool) {
    PutObjectRequest request = S3Put.request(key, uri, spool);
    boolean created = false;
    for (int attempt = 1; ; attempt++) {
      try {
        s3.putObject(request, RequestBody.fromFile(spool.file()));
        return Written.STORED;
      } catch (NoSuchBucketException e) {
        if (created) {
          throw e;
        }
        createWhenMissing();
        created = true;
      } catch (S3Exception e) {
        if (e.statusCode() == 412) {
          return Written.ALREADY_THERE;
        }
        if (e.statusCode() != 409 || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /// In the order of the keys.
  @Override
  public List<Listed> recordings(String after, int most) {
    return calls.call("s3:ListBucket", "", () -> list(after, most));
  }

  private List<Listed> list(String after, int most) {
    List<Listed> found = new ArrayList<>();
    String folder = uri.path().isEmpty() ? "" : uri.path() + "/";
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(uri.bucket()).prefix(folder).delimiter("/");
    if (!after.isEmpty()) {
      request.startAfter(uri.key(new ObjectKey.Recording(new SessionId(after))));
    }
    for (ListObjectsV2Response page : s3.listObjectsV2Paginator(request.build())) {
      for (S3Object object : page.contents()) {
        SessionId.ofRecording(object.key().substring(folder.length()))
            .ifPresent(sid -> found.add(new Listed(sid, object.lastModified())));
      }
      if (found.size() >= most) {
        return List.copyOf(found.subList(0, most));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public URI location(ObjectKey key) {
    return uri.location(key);
  }

  /// From what was announced with the upload, and lies beside these very bytes.
  @Override
  public Said of(Upload stored, StoredObject recording) {
    Version version = found(recording).version;
    String name = uri.key(new ObjectKey.Recording(stored.sid()));
    Map<String, String> metadata =
        calls.call(
            "s3:GetObjectVersion",
            name,
            () ->
                s3.headObject(head -> head.bucket(uri.bucket()).key(name).versionId(version.id()))
                    .metadata());
    return new Said(metadata.getOrDefault("node", ""), metadata.getOrDefault("sha256", ""));
  }

  /// S3 has compared the CRC-64/NVME of the whole when the parts were put together; the digest that
  /// stands beside it came in the same announcement.
  @Override
  public Optional<Upload> compared(SessionId sid, StoredObject recording) {
    if (PartPlan.DEFAULT.goesInOnePut(recording.size())) {
      return Optional.empty();
    }
    HeadObjectResponse head = head(sid, recording);
    String sha256 = head.metadata().getOrDefault("sha256", "");
    return checksum(head).isPresent() && !sha256.isEmpty()
        ? Optional.of(new Upload(sid, recording.size(), sha256))
        : Optional.empty();
  }

  @Override
  public Optional<String> checksum(SessionId sid, StoredObject recording) {
    return checksum(head(sid, recording));
  }

  private static Optional<String> checksum(HeadObjectResponse head) {
    return head.checksumType() == ChecksumType.FULL_OBJECT
        ? Optional.ofNullable(head.checksumCRC64NVME())
        : Optional.empty();
  }

  private HeadObjectResponse head(SessionId sid, StoredObject recording) {
    String name = uri.key(new ObjectKey.Recording(sid));
    return calls.call(
        "s3:GetObjectVersion",
        name,
        () ->
            s3.headObject(request ->
                request
                    .bucket(uri.bucket())
                    .key(name)
                    .versionId(found(recording).version.id())
                    .checksumMode(ChecksumMode.ENABLED)));
  }

  private static Found found(StoredObject object) {
    if (!(object instanceof Found found)) {
      throw new IllegalArgumentException("not found in here: " + object);
    }
    return found;
  }

  /// Protects the recordings of sessions that are held.
  public HeldRecordings held() {
    return new S3HeldRecordings(uri, s3);
  }

  /// Marks recordings that have expired, for the bucket's own rule to remove.
  public ExpiringRecordings expiring() {
    return S3ExpiringRecordings.of(this, uri, s3);
  }

  /// Where words are looked for in transcripts, beside the recordings.
  public Transcripts transcripts(InstantSource clock) {
    return new S3Transcripts(uri, s3, clock);
  }

  /// Where exports lie, beside the recordings.
  public S3Exports exports() {
    return new S3Exports(uri, s3, urls);
  }

  /// An address that anyone can download this very version from, for a while.
  public URI download(ObjectKey key, StoredObject object, Duration validity) {
    return signed(SdkHttpMethod.GET, key, object, validity);
  }

  /// Where anyone can ask about it with HEAD, for a while: a signed URL is for one method.
  public URI about(ObjectKey key, StoredObject object, Duration validity) {
    return signed(SdkHttpMethod.HEAD, key, object, validity);
  }

  private URI signed(SdkHttpMethod method, ObjectKey key, StoredObject object, Duration validity) {
    Found found = found(object);
    Map<String, String> query = new LinkedHashMap<>();
    if (found.version.id() != null) {
      query.put("versionId", found.version.id());
    }
    query.put(
        "response-content-disposition", "attachment; filename=\"" + S3Put.fileName(key) + "\"");
    return urls.sign(new Request(method, uri.key(key), Map.of(), query), validity).url();
  }

  private InputStream open(String name, Version version, long offset, long length) {
    long most = Math.min(length, version.size() - offset);
    if (most <= 0) {
      return InputStream.nullInputStream();
    }
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(uri.bucket())
            .key(name)
            .versionId(version.id())
            .ifMatch(version.etag())
            .range("bytes=" + offset + "-" + (offset + most - 1))
            .build();
    return calls.call(
        "s3:GetObjectVersion", name, () -> S3RangeInput.of(s3.getObject(request), offset, most));
  }

  @Override
  public void close() {
    s3.close();
  }

  /// A version, as it was found.
  private record Found(S3ObjectStore store, String name, Version version) implements StoredObject {

    @Override
    public long size() {
      return version.size();
    }

    @Override
    public Instant written() {
      return version.written();
    }

    @Override
    public InputStream open(long offset, long length) {
      return store.open(name, version, offset, length);
    }
  }
}
