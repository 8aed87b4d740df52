package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.Recordings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reader saw of real programs is as it was when somebody looked at it.
final class ProgramsTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples", "terminals");

  @ParameterizedTest
  @CsvSource({"vim,3500", "htop,500", "tmux,3200", "progress,700", "glyphs,60000"})
  void a_program_is_told_and_shown(String name, long at) throws IOException {
    StringBuilder text = new StringBuilder();
    Transcript transcript =
        new Transcript((millis, line) -> text.append(millis).append(' ').append(line).append('\n'));
    convert(name, transcript);
    transcript.finish();
    golden(name + ".txt", text.toString());
    Still still = new Still(at);
    convert(name, still);
    golden(name + "." + at + ".svg", Svg.of(still.picture()));
  }

  @Test
  void characters_of_many_code_points_are_told_as_they_were_printed() throws IOException {
    String text = Files.readString(FOLDER.resolve("glyphs.txt"), UTF_8);
    for (String glyph : List.of("[🐻\u200D❄️]", "[⚙️]", "[你好，世界]", "[🇩🇪]", "日本語テスト|한국어|")) {
      assertTrue(text.contains(glyph), glyph);
    }
  }

  @Test
  void a_page_holds_the_recording_and_reaches_nothing() throws IOException {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    try (RecordingReader reader = open("vim")) {
      Asciicast.convert(reader, cast, CastVersion.V2);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Page.write(out -> out.write(cast.toByteArray()), bytes);
    String page = bytes.toString(UTF_8);
    String begin = "<script type=\"text/plain\" id=\"cast\">";
    int from = page.indexOf(begin) + begin.length();
    String encoded = page.substring(from, page.indexOf("</script>", from));
    assertEquals(cast.toString(UTF_8), new String(Base64.getDecoder().decode(encoded), UTF_8));
    assertTrue(page.contains("default-src 'none'; script-src 'sha256-"), "it has no policy");
    assertFalse(page.contains("src=\"http") || page.contains("url(http"), "it names a host");
    // Each script begins and ends once.
    assertEquals(3, page.split("<script", -1).length - 1);
    assertEquals(3, page.split("</script", -1).length - 1);
  }

  private static void convert(String name, CastSink sink) throws IOException {
    try (RecordingReader reader = open(name)) {
      Asciicast.convert(reader, sink);
    }
  }

  private static RecordingReader open(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve(name + ".tar"));
    return Recordings.open(
        new RecordingSource() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public InputStream open(long offset, long length) {
            return new ByteArrayInputStream(bytes, (int) offset, (int) length);
          }
        });
  }

  private static void golden(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (System.getProperty("golden", "").equals("update")) {
      Files.writeString(file, actual);
    }
    assertEquals(Files.readString(file), actual);
  }
}
