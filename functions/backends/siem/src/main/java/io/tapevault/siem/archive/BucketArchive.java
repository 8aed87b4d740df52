package io.tapevault.siem.archive;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.archive.ArchiveAddress;
import io.tapevault.siem.aws.AwsSink;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A bucket of S3. It encrypts as it does by default.
record BucketArchive(SiemHttp http, String path, AwsSigner signer) implements Archive {

  static BucketArchive open(
      SinkSpec spec, ArchiveAddress.Bucket bucket, AwsSigner signer, Timeouts timeouts) {
    SiemHttp http = SiemHttp.to(at(spec, bucket), signer.clock(), timeouts);
    String begin = inPath(spec, bucket) ? "/" + bucket.name() + "/" : "/";
    return new BucketArchive(http, begin + bucket.prefix(), signer);
  }

  static void check(SinkSpec spec, ArchiveAddress.Bucket bucket) {
    SiemHttp.check(at(spec, bucket));
  }

  /// A bucket with dots does not fit the certificate of AWS's hosts.
  private static boolean inPath(SinkSpec spec, ArchiveAddress.Bucket bucket) {
    return spec.options().containsKey(AwsSink.ENDPOINT) || bucket.name().contains(".");
  }

  private static SinkSpec at(SinkSpec spec, ArchiveAddress.Bucket bucket) {
    String host =
        (inPath(spec, bucket) ? "" : bucket.name() + ".")
            + "s3."
            + bucket.region()
            + (bucket.region().startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
    Map<String, String> options = new HashMap<>(spec.options());
    options.put(
        SinkSpec.ADDRESS, spec.options().getOrDefault(AwsSink.ENDPOINT, "https://" + host + "/"));
    return new SinkSpec(spec.name(), spec.type(), options, null);
  }

  @Override
  public Delivery keep(ArchiveFile file, List<Outgoing> events) {
    // Nothing else of a name has to be escaped.
    String at = path + file.folder().replace("=", "%3D") + file.name();
    Map<String, String> headers =
        Map.of("content-type", "application/gzip", "if-none-match", "*", "user-agent", "Tapevault");
    try {
      Map<String, String> signed = signer.sign("PUT", http.at(at), file.bytes(), headers);
      return http.put(new Request(events, file.bytes(), signed, at), new BucketAnswer());
    } catch (AwsSigner.NoCredentials e) {
      return new Delivery.Down(String.valueOf(e.getMessage()));
    }
  }
}
