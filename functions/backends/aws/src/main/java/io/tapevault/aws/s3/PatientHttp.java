package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Sends a request again while the trouble may pass, a few times, with growing pauses; then it
/// throws [Unavailable].
record PatientHttp(SdkHttpClient client, Duration firstPause) {

  static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int TRIES = 4;
  private static final Set<Integer> PASSING = Set.of(409, 429, 500, 502, 503, 504);
  private static final Set<String> PASSING_CODES =
      Set.of("InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown");
  private static final Pattern ERROR =
      Pattern.compile("\\A\\s{0,10000}(?:<\\?xml[^>]{0,200}>)?\\s{0,10000}(<Error>)");
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,100})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,1000})</Message>");

  /// What came back; `code` and `message` are S3's own, empty where there is none.
  record Answer(int status, String code, String message, SdkBytes body, SdkHttpResponse response) {

    /// Empty where there is none.
    String header(String name) {
      return response.firstMatchingHeader(name).orElse("");
    }

    private boolean isPassing() {
      return PASSING.contains(status) || PASSING_CODES.contains(code);
    }
  }

  /// `action` says in an error what could not be done.
  Answer send(SdkHttpRequest request, byte[] body, String action) {
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = sendOnce(request, body);
        if (!answer.isPassing()) {
          return answer;
        }
        if (attempt == TRIES) {
          throw new Unavailable("cannot " + action + ": " + answer.status() + " " + answer.code());
        }
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new Unavailable("cannot " + action + ": " + e.getMessage(), e);
        }
      }
      pause(attempt, action);
    }
  }

  private Answer sendOnce(SdkHttpRequest request, byte[] body) throws IOException {
    HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(request);
    if (request.method() == SdkHttpMethod.PUT || request.method() == SdkHttpMethod.POST) {
      execute.contentStreamProvider(() -> new ByteArrayInputStream(body));
    }
    HttpExecuteResponse response = client.prepareRequest(execute.build()).call();
    byte[] answered = read(response);
    SdkHttpResponse http = response.httpResponse();
    // S3 may begin with 200, and then fail while it completes an upload.
    boolean failed =
        http.statusCode() >= 400
            || (request.method() == SdkHttpMethod.POST && !first(ERROR, answered).isEmpty());
    return new Answer(
        failed && http.isSuccessful() ? 400 : http.statusCode(),
        failed ? first(CODE, answered) : "",
        failed ? first(MESSAGE, answered) : "",
        SdkBytes.fromByteArrayUnsafe(answered),
        http);
  }

  private static byte[] read(HttpExecuteResponse response) throws IOException {
    AbortableInputStream body = response.responseBody().orElse(null);
    if (body == null) {
      return new byte[0];
    }
    try (body) {
      return body.readAllBytes();
    }
  }

  private static String first(Pattern element, byte[] body) {
    Matcher found = element.matcher(new String(body, UTF_8));
    return found.find() ? found.group(1) : "";
  }

  /// Waits between half of the pause and all of it, so that many clients do not come back at once.
  private void pause(int attempt, String action) {
    long most = firstPause.toMillis() << (attempt - 1);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("cannot " + action + ": interrupted", e);
    }
  }
}
