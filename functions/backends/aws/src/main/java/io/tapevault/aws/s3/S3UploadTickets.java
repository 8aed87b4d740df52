package io.tapevault.aws.s3;

import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.aws.s3.SignedUrls.Signed;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.UploadTickets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Signs one PUT for a recording, or for each part of a large one: S3 itself checks length and
/// checksum, and that nothing was there before.
///
/// What is there already is told by the digest that was taken when it was read through, so that who
/// signs needs no right to read recordings.
public final class S3UploadTickets implements UploadTickets {

  // Credentials of a role live longer; the client asks for another ticket when it has been away.
  private static final Duration VALIDITY = Duration.ofMinutes(15);

  private final S3Uri uri;
  private final SignedUrls urls;
  private final S3Kept kept;
  private final S3Parts parts;
  private final PartPlan plan;

  S3UploadTickets(S3Requests requests, SignedUrls urls, PartPlan plan) {
    this.uri = requests.uri();
    this.urls = urls;
    this.kept = new S3Kept(requests);
    this.parts = new S3Parts(requests);
    this.plan = plan;
  }

  public static S3UploadTickets open(
      S3Uri uri, AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    SignedUrls urls = new SignedUrls(uri, credentials, clock);
    PatientHttp patient = new PatientHttp(http, PatientHttp.FIRST_PAUSE);
    return new S3UploadTickets(new S3Requests(uri, urls, patient), urls, PartPlan.DEFAULT);
  }

  @Override
  public PartPlan plan() {
    return plan;
  }

  @Override
  public Announced announce(Upload upload, @Nullable String begun) {
    Optional<There> there = kept.of(upload);
    if (there.isPresent()) {
      return there.get();
    }
    if (plan.goesInOnePut(upload.size())) {
      return new Announced.InOnePut(ticket(upload));
    }
    Optional<List<S3Parts.Stored>> stored =
        begun == null ? Optional.empty() : parts.list(key(upload), begun);
    return new Announced.InParts(
        begun == null || stored.isEmpty() ? parts.begin(upload) : begun,
        plan.partSize(upload.size()),
        whole(stored.orElse(List.of()), upload).stream().map(S3Parts.Stored::part).toList());
  }

  Ticket ticket(Upload upload) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Length", Long.toString(upload.size()));
    headers.putAll(onlyOnce(upload.sha256(), uri));
    if (!upload.node().isEmpty()) {
      headers.put(S3Metadata.NODE, upload.node());
    }
    return ticket(key(upload), headers, Map.of());
  }

  /// The headers of a PUT that stores these very bytes, if there are none yet.
  static Map<String, String> onlyOnce(String sha256, S3Uri uri) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("If-None-Match", "*");
    headers.put("x-amz-checksum-sha256", Checksum.base64(sha256));
    headers.putAll(uri.protection().headers());
    return headers;
  }

  @Override
  public PartTickets parts(Upload upload, String begun, List<Part> announced) {
    if (!parts.hasBegun(key(upload), begun)) {
      return new NoSuchUpload();
    }
    return new PartTickets.Signed(
        announced.stream()
            .map(part -> new PartTicket(part.number(), ticket(upload, begun, part)))
            .toList());
  }

  private Ticket ticket(Upload upload, String begun, Part part) {
    Map<String, String> headers =
        Map.of("Content-Length", Long.toString(part.size()), S3Parts.CHECKSUM, part.crc64nvme());
    Map<String, String> query =
        Map.of("partNumber", Integer.toString(part.number()), "uploadId", begun);
    return ticket(key(upload), headers, query);
  }

  private Ticket ticket(String key, Map<String, String> headers, Map<String, String> query) {
    Signed signed = urls.sign(new Request(SdkHttpMethod.PUT, key, headers, query), VALIDITY);
    return new Ticket("PUT", signed.url(), Map.copyOf(headers), signed.expires());
  }

  @Override
  public Completed complete(Upload upload, String begun, String crc64nvme) {
    Optional<List<S3Parts.Stored>> stored = parts.list(key(upload), begun);
    if (stored.isEmpty()) {
      // It may be complete, and the answer was lost.
      return kept.of(upload).<Completed>map(there -> there).orElseGet(NoSuchUpload::new);
    }
    List<S3Parts.Stored> whole = whole(stored.get(), upload);
    String missing =
        plan.missing(whole.stream().map(one -> one.part().number()).toList(), upload.size());
    if (!missing.isEmpty()) {
      return kept.of(upload)
          .<Completed>map(there -> there)
          .orElseGet(() -> new Completed.NotWhole("these parts are missing: " + missing));
    }
    return switch (parts.complete(upload, begun, whole, crc64nvme)) {
      case S3Parts.Outcome.Done() -> new There.Stored(upload.size(), upload.sha256());
      case S3Parts.Outcome.OtherThere() -> kept.of(upload).orElseGet(There.NotReadYet::new);
      case S3Parts.Outcome.Gone() ->
          kept.of(upload).<Completed>map(there -> there).orElseGet(NoSuchUpload::new);
      case S3Parts.Outcome.Refused(var why) -> new Completed.NotWhole(why);
    };
  }

  /// Those that have the size of a part of this recording.
  private List<S3Parts.Stored> whole(List<S3Parts.Stored> stored, Upload upload) {
    return stored.stream()
        .filter(one -> one.part().size() == plan.sizeOf(one.part().number(), upload.size()))
        .toList();
  }

  private String key(Upload upload) {
    return uri.key(new Recording(upload.sid()));
  }
}
