package io.tapevault.aws.s3;

import io.tapevault.aws.s3.TranscriptLines.Found;
import io.tapevault.aws.s3.TranscriptLines.Located;
import io.tapevault.event.Unavailable;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcripts.Hit;
import io.tapevault.search.Transcripts.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Looks through transcripts, from the newest day on, some at a time, until a page is full, time is
/// up or much was read; the next page goes on there.
final class TranscriptHunt {

  // The answer has to be there within the 29 s of the API, its check of what is shown included.
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final long MOST_BYTES = 64 << 20;
  private static final int AT_ONCE = 24;

  private final String bucket;
  private final S3Client s3;
  private final S3Calls calls;
  private final InstantSource clock;
  private final Instant end;

  TranscriptHunt(String bucket, S3Client s3, InstantSource clock) {
    this.bucket = bucket;
    this.s3 = s3;
    this.calls = new S3Calls(bucket);
    this.clock = clock;
    this.end = clock.instant().plus(PATIENCE);
  }

  /// Where it goes on: at a line of a transcript, or, where that is -1, behind it.
  private record Place(TranscriptName name, long line) {

    static final Place FIRST = new Place(new TranscriptName("9999-12-31/"), 0);

    private static final Pattern TEXT =
        Pattern.compile("(-1|\\d{1,18}):(\\d{4}-\\d\\d-\\d\\d/[A-Za-z0-9._-]{1,400})");

    static Place parse(String text) {
      Matcher parts = TEXT.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("that is no place in a list of transcripts");
      }
      return new Place(new TranscriptName(parts.group(2)), Long.parseLong(parts.group(1)));
    }

    String text() {
      return line + ":" + name.name();
    }

    String startAfter() {
      return line < 0 ? name.lines() : name.before();
    }
  }

  Page find(TextQuery query, String after, int limit) {
    List<Hit> hits = new ArrayList<>();
    Place place = after.isEmpty() ? Place.FIRST : Place.parse(after);
    long read = 0;
    for (String day : days(query, place.name().folder())) {
      boolean within = place.name().folder().equals(day);
      String behind = within ? place.startAfter() : TranscriptName.LINES + day + "/";
      ListObjectsV2Response page;
      do {
        page = list(day, behind);
        List<S3Object> objects = page.contents();
        for (int i = 0; i < objects.size(); i += AT_ONCE) {
          List<S3Object> some = objects.subList(i, Math.min(objects.size(), i + AT_ONCE));
          List<Found> found = search(some, query, place, limit + 1 - hits.size());
          for (int j = 0; j < found.size(); j++) {
            TranscriptName name = TranscriptName.ofLines(some.get(j).key());
            for (Located one : found.get(j).hits()) {
              if (hits.size() == limit) {
                return new Page(hits, new Place(name, one.line()).text());
              }
              hits.add(one.hit());
            }
            if (found.get(j).stopped() >= 0) {
              return new Page(hits, new Place(name, found.get(j).stopped()).text());
            }
          }
          read += some.stream().mapToLong(S3Object::size).sum();
          if (!timeLeft() || read > MOST_BYTES) {
            TranscriptName last = TranscriptName.ofLines(some.getLast().key());
            return new Page(hits, new Place(last, -1).text());
          }
        }
        behind = objects.isEmpty() ? behind : objects.getLast().key();
      } while (Boolean.TRUE.equals(page.isTruncated()));
    }
    return new Page(hits, "");
  }

  private boolean timeLeft() {
    return clock.instant().isBefore(end);
  }

  /// Those on which there is something, the newest first.
  private List<String> days(TextQuery query, String newest) {
    LocalDate first = TranscriptName.day(query.from());
    LocalDate last = TranscriptName.day(query.to());
    List<String> days = new ArrayList<>();
    calls.call(
        "s3:ListBucket",
        TranscriptName.LINES,
        () -> {
          for (CommonPrefix one :
              s3.listObjectsV2Paginator(
                      list -> list.bucket(bucket).prefix(TranscriptName.LINES).delimiter("/"))
                  .commonPrefixes()) {
            days.add(one.prefix().substring(TranscriptName.LINES.length()).replace("/", ""));
          }
          return days;
        });
    Collections.reverse(days);
    return days.stream()
        .filter(day -> day.compareTo(newest) <= 0)
        .filter(day -> day.compareTo(first.toString()) >= 0 && day.compareTo(last.toString()) <= 0)
        .toList();
  }

  private ListObjectsV2Response list(String day, String after) {
    String folder = TranscriptName.LINES + day + "/";
    return calls.call(
        "s3:ListBucket",
        folder,
        () -> s3.listObjectsV2(list -> list.bucket(bucket).prefix(folder).startAfter(after)));
  }

  private List<Found> search(List<S3Object> some, TextQuery query, Place place, int most) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Found>> asked =
          some.stream().map(one -> threads.submit(() -> search(one, query, place, most))).toList();
      List<Found> found = new ArrayList<>();
      for (Future<Found> one : asked) {
        found.add(one.get());
      }
      return found;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new Unavailable("a transcript cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the search was interrupted", e);
    }
  }

  private Found search(S3Object object, TextQuery query, Place place, int most) throws IOException {
    TranscriptName name = TranscriptName.ofLines(object.key());
    long from = place.name().equals(name) ? place.line() : 0;
    if (object.size() >= S3Transcripts.LARGE && !mayHold(name, query)) {
      return Found.NOTHING;
    }
    Optional<ResponseInputStream<GetObjectResponse>> lines = open(object.key());
    if (lines.isEmpty()) {
      return Found.NOTHING;
    }
    try (ResponseInputStream<GetObjectResponse> in = lines.get()) {
      int wanted = query.firstOnly() ? 1 : most;
      Found found =
          TranscriptLines.search(
              new GZIPInputStream(in, 1 << 13), query, from, wanted, this::timeLeft);
      // What is left need not come.
      in.abort();
      return found;
    }
  }

  private boolean mayHold(TranscriptName name, TextQuery query) throws IOException {
    Optional<ResponseInputStream<GetObjectResponse>> filter = open(name.filter());
    if (filter.isEmpty()) {
      return true;
    }
    try (ResponseInputStream<GetObjectResponse> in = filter.get()) {
      return WordFilter.of(in.readAllBytes()).mayHold(query.words());
    }
  }

  /// Empty where it went meanwhile.
  private Optional<ResponseInputStream<GetObjectResponse>> open(String key) {
    return calls.call(
        "s3:GetObject",
        key,
        () -> {
          try {
            return Optional.of(s3.getObject(get -> get.bucket(bucket).key(key)));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }
}
