package io.tapevault.aws.s3;

import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.search.Exports;
import io.tapevault.settings.Layout;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Exports in `exports/`, which the bucket's own rule removes.
public final class S3Exports implements Exports {

  private static final int PRECONDITION_FAILED = 412;

  private final S3Uri uri;
  private final S3Client s3;
  private final S3Calls calls;
  private final SignedUrls urls;

  S3Exports(S3Uri uri, S3Client s3, SignedUrls urls) {
    this.uri = uri;
    this.s3 = s3;
    this.calls = new S3Calls(uri.bucket());
    this.urls = urls;
  }

  private static String key(String name) {
    return Layout.EXPORTS + name;
  }

  @Override
  public boolean isThere(String name) {
    return calls.call("s3:GetObject", key(name), () -> head(key(name)));
  }

  private boolean head(String key) {
    try {
      s3.headObject(head -> head.bucket(uri.bucket()).key(key));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  /// Where anyone can fetch it, for a while.
  public URI download(String name, Duration validity) {
    return urls.sign(new Request(SdkHttpMethod.GET, key(name), Map.of(), Map.of()), validity).url();
  }

  @Override
  public String begin(String name, String type) {
    S3Protection protection = uri.protection();
    return calls.call(
        "s3:PutObject",
        key(name),
        () ->
            s3.createMultipartUpload(create ->
                    create
                        .bucket(uri.bucket())
                        .key(key(name))
                        .contentType(type)
                        .contentDisposition("attachment; filename=\"" + name + "\"")
                        .serverSideEncryption(
                            protection.encrypted() ? ServerSideEncryption.AWS_KMS : null)
                        .ssekmsKeyId(protection.kmsKey()))
                .uploadId());
  }

  @Override
  public void part(String name, String upload, int number, byte[] bytes) {
    calls.call(
        "s3:PutObject",
        key(name),
        () ->
            s3.uploadPart(
                part ->
                    part.bucket(uri.bucket()).key(key(name)).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes)));
  }

  @Override
  public void complete(String name, String upload, int parts) {
    first(
        key(name),
        () -> {
          List<CompletedPart> completed =
              s3
                  .listPartsPaginator(
                      list -> list.bucket(uri.bucket()).key(key(name)).uploadId(upload))
                  .parts()
                  .stream()
                  .filter(part -> part.partNumber() <= parts)
                  .map(S3Exports::completed)
                  .toList();
          return s3.completeMultipartUpload(complete ->
              complete
                  .bucket(uri.bucket())
                  .key(key(name))
                  .uploadId(upload)
                  .ifNoneMatch("*")
                  .multipartUpload(all -> all.parts(completed)));
        });
  }

  private static CompletedPart completed(Part part) {
    return CompletedPart.builder().partNumber(part.partNumber()).eTag(part.eTag()).build();
  }

  /// What is there stays; an upload that was completed is none any more.
  private void first(String key, Supplier<?> write) {
    calls.call(
        "s3:PutObject",
        key,
        () -> {
          try {
            return write.get();
          } catch (NoSuchUploadException e) {
            if (head(key)) {
              return true;
            }
            throw e;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return true;
            }
            throw e;
          }
        });
  }

  @Override
  public void keep(String name, int turn, byte[] bytes) {
    String key = key(name + "." + turn);
    first(key, () -> s3.putObject(S3Put.once(key, uri).build(), RequestBody.fromBytes(bytes)));
  }

  @Override
  public Optional<byte[]> kept(String name, int turn) {
    String key = key(name + "." + turn);
    return calls.call(
        "s3:GetObject",
        key,
        () -> {
          try {
            return Optional.of(
                s3.getObjectAsBytes(get -> get.bucket(uri.bucket()).key(key)).asByteArrayUnsafe());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }
}
