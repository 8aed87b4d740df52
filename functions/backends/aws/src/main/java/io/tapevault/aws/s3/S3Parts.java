package io.tapevault.aws.s3;

import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.Upload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Uploads in parts: begun, listed and completed. S3 checks each part, and the whole, by its
/// CRC-64/NVME.
record S3Parts(S3Requests s3) {

  static final String CHECKSUM = "x-amz-checksum-crc64nvme";

  // As segments of our own paths.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,1024}");
  private static final String NO_SUCH_UPLOAD = "NoSuchUpload";
  private static final Set<String> NOT_WHOLE =
      Set.of(
          "BadDigest",
          "EntityTooSmall",
          "InvalidDigest",
          "InvalidPart",
          "InvalidPartOrder",
          "InvalidRequest",
          "MalformedXML");

  /// A part that is there; `etag` is as S3's XML spells it.
  record Stored(Part part, String etag) {}

  /// What completing came to.
  sealed interface Outcome {
    record Done() implements Outcome {}

    record OtherThere() implements Outcome {}

    record Gone() implements Outcome {}

    record Refused(String why) implements Outcome {}
  }

  String begin(Upload upload) {
    String key = s3.uri().key(new Recording(upload.sid()));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Length", "0");
    headers.put("x-amz-checksum-algorithm", "CRC64NVME");
    headers.put("x-amz-checksum-type", "FULL_OBJECT");
    headers.put(S3Metadata.SHA256, upload.sha256());
    if (!upload.node().isEmpty()) {
      headers.put(S3Metadata.NODE, upload.node());
    }
    headers.putAll(s3.uri().protection().headers());
    PatientHttp.Answer answer =
        s3.post(new Request(SdkHttpMethod.POST, key, headers, Map.of("uploads", "")), "");
    String id = S3Xml.text(xml(answer), "UploadId").orElse("");
    if (answer.status() != 200 || !ID.matcher(id).matches()) {
      throw s3.refused("s3:PutObject", key, answer);
    }
    return id;
  }

  boolean hasBegun(String key, String begun) {
    return page(key, begun, Map.of("max-parts", "1")).isPresent();
  }

  /// All parts that are there; empty where there is no such upload.
  Optional<List<Stored>> list(String key, String begun) {
    List<Stored> stored = new ArrayList<>();
    long marker = 0;
    while (true) {
      Optional<String> page = page(key, begun, Map.of("part-number-marker", Long.toString(marker)));
      if (page.isEmpty()) {
        return Optional.empty();
      }
      S3Xml.elements(page.get(), "Part").forEach(part -> stored.add(stored(part)));
      long next = S3Xml.number(page.get(), "NextPartNumberMarker");
      if (!S3Xml.isTruncated(page.get()) || next <= marker) {
        return Optional.of(List.copyOf(stored));
      }
      marker = next;
    }
  }

  private Optional<String> page(String key, String begun, Map<String, String> more) {
    Map<String, String> query = new LinkedHashMap<>(more);
    query.put("uploadId", begun);
    PatientHttp.Answer answer = s3.get(key, query);
    if (answer.code().equals(NO_SUCH_UPLOAD)) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw s3.refused("s3:ListMultipartUploadParts", key, answer);
    }
    return Optional.of(xml(answer));
  }

  private static Stored stored(String xml) {
    Part part =
        new Part(
            (int) S3Xml.number(xml, "PartNumber"),
            S3Xml.number(xml, "Size"),
            S3Xml.text(xml, "ChecksumCRC64NVME").orElse(""));
    return new Stored(part, S3Xml.escaped(xml, "ETag").orElse(""));
  }

  Outcome complete(Upload upload, String begun, List<Stored> parts, String crc64nvme) {
    String key = s3.uri().key(new Recording(upload.sid()));
    String body = body(parts);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Length", Integer.toString(body.length()));
    headers.put("Content-Type", "application/xml");
    headers.put("If-None-Match", "*");
    headers.put(CHECKSUM, crc64nvme);
    headers.put("x-amz-checksum-type", "FULL_OBJECT");
    PatientHttp.Answer answer =
        s3.post(new Request(SdkHttpMethod.POST, key, headers, Map.of("uploadId", begun)), body);
    if (answer.status() == 200) {
      return new Outcome.Done();
    }
    if (answer.status() == 412 || answer.code().equals("PreconditionFailed")) {
      return new Outcome.OtherThere();
    }
    if (answer.code().equals(NO_SUCH_UPLOAD)) {
      return new Outcome.Gone();
    }
    if (NOT_WHOLE.contains(answer.code())) {
      return new Outcome.Refused(answer.code() + ": " + answer.message());
    }
    throw s3.refused("s3:PutObject", key, answer);
  }

  private static String body(List<Stored> parts) {
    StringBuilder body =
        new StringBuilder(
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (Stored one : parts) {
      body.append("<Part><PartNumber>")
          .append(one.part().number())
          .append("</PartNumber><ETag>")
          .append(one.etag())
          .append("</ETag>");
      if (!one.part().crc64nvme().isEmpty()) {
        body.append("<ChecksumCRC64NVME>")
            .append(one.part().crc64nvme())
            .append("</ChecksumCRC64NVME>");
      }
      body.append("</Part>");
    }
    return body.append("</CompleteMultipartUpload>").toString();
  }

  private static String xml(PatientHttp.Answer answer) {
    return answer.body().asString(StandardCharsets.UTF_8);
  }
}
