package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Recordings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A recording of each format that ends after each of its bytes: what is there is shown, nothing
/// that is not, and that it is not all is said.
final class TruncationsTest {

  private static final List<RecordedEvent> SESSION = Sessions.printing("one ", "two ", "three");

  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  record Format(String name, byte[] whole) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Format> formats() throws IOException {
    Map<String, byte[]> typescript = new LinkedHashMap<>();
    typescript.put("typescript", utf8("Script started on 2026-11-01\none two three"));
    typescript.put("timing", utf8("O 0.5 4\nO 0.5 4\nO 0.5 5\n"));
    return Stream.of(
        new Format("protostream 1", ProtoStreamEncoder.stream(1, SESSION, 99, 0)),
        new Format("protostream 2", ProtoStreamEncoder.stream(2, SESSION, 99, 0)),
        new Format("tarball", TarballEncoder.tar(TarballEncoder.files(Sessions.SID, SESSION, 10))),
        new Format("typescript", TarballEncoder.tar(typescript)),
        new Format(
            "asciicast 1",
            utf8(
                "{\"version\":1,\"width\":80,\"height\":24,\"stdout\":[[1,\"one \"],[1,\"two"
                    + " \"],[1,\"three\"]]}")),
        new Format("asciicast 2", cast("{\"version\":2,\"width\":80,\"height\":24}")),
        new Format("asciicast 3", cast("{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}}")));
  }

  private static byte[] cast(String header) {
    return utf8(header + "\n[1,\"o\",\"one \"]\n[2,\"o\",\"two \"]\n[3,\"o\",\"three\"]");
  }

  private static byte[] utf8(String text) {
    return TarballEncoder.utf8(text);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void what_ends_anywhere_shows_what_is_there_and_says_that_it_is_not_all(Format format)
      throws IOException {
    BytesSource recording = new BytesSource(format.whole);
    assertEquals("one two three", Readings.of(recording).text());
    String before = "";
    for (int length = 0; length < format.whole.length; length++) {
      BytesSource cut = recording.cutAt(length);
      Readings read = Readings.of(cut);
      String text = read.text();
      assertTrue("one two three".startsWith(text), "of " + length + " bytes: " + text);
      assertTrue(text.length() >= before.length(), "less of " + length + " bytes: " + text);
      boolean isAll = text.equals("one two three");
      assertTrue(isAll || read.stoppedBy() != null || endsBetween(format, length), "of " + length);
      Status whole = status(cut) == Status.NO_TERMINAL ? Status.WHOLE : status(cut);
      assertEquals(read.stoppedBy() == null ? Status.WHOLE : read.status(), whole, "of " + length);
      before = text;
    }
  }

  private static Status status(BytesSource cut) throws IOException {
    try {
      return Recordings.toAsciicast(cut, OutputStream.nullOutputStream()).verdict().status();
    } catch (Damaged e) {
      return e.status();
    }
  }

  /// A cast of lines has no end of its own: between two of them, nobody can tell.
  private static boolean endsBetween(Format format, int length) {
    return (format.name.equals("asciicast 2") || format.name.equals("asciicast 3"))
        && (format.whole[length] == '\n' || format.whole[length - 1] == '\n');
  }
}
