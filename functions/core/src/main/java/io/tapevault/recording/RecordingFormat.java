package io.tapevault.recording;

/// How a recording is laid out. All of them are named `<sid>.tar`, so only the content tells them
/// apart.
public enum RecordingFormat {
  /// A tar of an index, JSON lines and terminal bytes.
  TARBALL_2018("tarball-2018"),
  /// Parts of gzipped protobuf records, 24-byte part headers.
  PROTOSTREAM_1("protostream-1"),
  /// The same with 32-byte part headers, which say whether a part is encrypted.
  PROTOSTREAM_2("protostream-2"),
  /// One JSON object, with the delay before each output.
  ASCIICAST_1("asciicast-1"),
  /// JSON lines, with times from the start.
  ASCIICAST_2("asciicast-2"),
  /// JSON lines, with the delay before each event.
  ASCIICAST_3("asciicast-3"),
  /// What `script` of util-linux writes: the terminal's bytes, and a file of their times.
  TYPESCRIPT("typescript");

  private final String label;

  RecordingFormat(String label) {
    this.label = label;
  }

  /// The name in summaries and answers.
  public String label() {
    return label;
  }
}
