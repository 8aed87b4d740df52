package io.tapevault.aws.s3;

import io.tapevault.recording.SessionId;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts;
import io.tapevault.search.Words;
import io.tapevault.search.Words.Word;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Transcripts in the bucket, by the day on which their sessions began. A large one has a filter of
/// its words beside it; a small one is read as soon as its filter would be.
///
/// What is replaced or removed gets a delete marker, and goes by the bucket's own rule.
final class S3Transcripts implements Transcripts {

  /// From so many bytes on, zipped, one has a filter.
  static final int LARGE = 256 << 10;

  private final S3Uri uri;
  private final S3Client s3;
  private final S3Calls calls;
  private final InstantSource clock;

  S3Transcripts(S3Uri uri, S3Client s3, InstantSource clock) {
    this.uri = uri;
    this.s3 = s3;
    this.calls = new S3Calls(uri.bucket());
    this.clock = clock;
  }

  @Override
  public void put(Transcribed transcript, Lines lines) throws IOException {
    SessionId sid = transcript.sid();
    TranscriptName name = TranscriptName.of(transcript);
    List<TranscriptName> there = there(sid);
    if (!there.contains(name)) {
      write(transcript, name, lines);
    }
    there.stream().filter(other -> !other.equals(name)).forEach(other -> delete(sid, other));
  }

  private void write(Transcribed transcript, TranscriptName name, Lines lines) throws IOException {
    WordFilter.Building words = new WordFilter.Building();
    try (Spool spool =
        Spool.of(out -> {
          GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 13);
          lines.tell((millis, text) -> {
            zipped.write(TranscriptLines.line(transcript, millis, text));
            for (Word word : Words.of(text)) {
              words.add(word.text());
            }
          });
          zipped.finish();
        })) {
      if (spool.size() >= LARGE && words.isComplete()) {
        byte[] filter = words.built().bytes();
        put(name.filter(), "application/octet-stream", filter);
      }
      put(S3Put.request(name.lines(), uri, spool).contentType("application/x-ndjson"), spool);
    }
    // Last: where it is, all is there.
    put(name.note(transcript.sid()), "text/plain", new byte[] {'\n'});
  }

  private void put(String key, String type, byte[] bytes) throws IOException {
    try (Spool spool = Spool.of(out -> out.write(bytes))) {
      put(S3Put.request(key, uri, spool).contentType(type), spool);
    }
  }

  /// One that is there already was written by a run that broke off, and is the same.
  private void put(PutObjectRequest.Builder request, Spool spool) {
    PutObjectRequest put = request.build();
    calls.call(
        "s3:PutObject",
        put.key(),
        () -> {
          try {
            return s3.putObject(put, RequestBody.fromFile(spool.file()));
          } catch (S3Exception e) {
            if (e.statusCode() == 412) {
              return put;
            }
            throw e;
          }
        });
  }

  private List<TranscriptName> there(SessionId sid) {
    String notes = TranscriptName.notes(sid);
    return calls.call(
        "s3:ListBucket",
        notes,
        () -> {
          List<TranscriptName> there = new ArrayList<>();
          for (S3Object one :
              s3.listObjectsV2Paginator(list -> list.bucket(uri.bucket()).prefix(notes))
                  .contents()) {
            there.add(TranscriptName.ofNote(sid, one.key()));
          }
          return there;
        });
  }

  @Override
  public void remove(SessionId sid) {
    there(sid).forEach(name -> delete(sid, name));
  }

  /// The note last: what breaks off is found again.
  private void delete(SessionId sid, TranscriptName name) {
    for (String key : List.of(name.lines(), name.filter(), name.note(sid))) {
      calls.call(
          "s3:DeleteObject",
          key,
          () -> s3.deleteObject(delete -> delete.bucket(uri.bucket()).key(key)));
    }
  }

  @Override
  public Page find(TextQuery query, String after, int limit) {
    return new TranscriptHunt(uri.bucket(), s3, clock).find(query, after, limit);
  }
}
