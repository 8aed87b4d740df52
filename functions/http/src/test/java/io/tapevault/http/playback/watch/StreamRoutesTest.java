package io.tapevault.http.playback.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.playback.House;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where one answer holds only so many bytes, as on AWS.
final class StreamRoutesTest {

  private static final SessionId SID = new SessionId("80d9ca77-93af-443f-b33c-6fc55bd1a147");
  private static final int MOST = 5;

  private final House house = new House();
  private final Front front =
      Front.of(
          StreamRoutes.of(
              house.log,
              new Playback(
                  house.log,
                  house.store,
                  (sid, recording) -> new Index(house.store, house.log).index(sid)),
              house.clock,
              MOST),
          1L << 30);

  private String part(Map<String, List<String>> query) throws IOException {
    HttpRequest request =
        new HttpRequest(
            "GET",
            "/v1/sessions/" + SID + "/stream",
            query,
            Map.of(),
            new ByteArrayInputStream(new byte[0]),
            "r1");
    HttpResponse response = front.handle(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HttpResponse.Content content = response.content()) {
      content.writeTo(out);
    }
    assertEquals(200, response.status(), out.toString(UTF_8));
    return out.toString(UTF_8);
  }

  private static Map<String, List<String>> at(int offset, String bytes) {
    return Map.of("offset", List.of(Integer.toString(offset)), "bytes", List.of(bytes));
  }

  @Test
  void who_goes_on_behind_what_came_until_nothing_comes_has_all_of_it() throws IOException {
    house.store.write(
        new ObjectKey.Recording(SID),
        out ->
            out.write(
                "{\"version\":2,\"width\":80,\"height\":24}\n[0.1,\"o\",\"hello \"]\n[0.2,\"o\",\"world\"]\n"
                    .getBytes(UTF_8)));
    assertEquals("hello", part(Map.of()));
    assertEquals("ell", part(at(1, "3")));
    StringBuilder all = new StringBuilder();
    int answers = 0;
    for (String part = part(at(0, "1000"));
        !part.isEmpty();
        part = part(at(all.length(), "1000"))) {
      all.append(part);
      answers++;
    }
    assertEquals("hello world in 3", all + " in " + answers);
  }
}
