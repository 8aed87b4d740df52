package io.tapevault.infra.data;

/// What the stack of data writes down for the stack of functions: in parameters of SSM, which is
/// free of charge, and under the same word as an output.
public enum Name {
  TABLE("Table", "The events"),
  STREAM("Stream", "What comes into the table"),
  BUCKET("Bucket", "The recordings, and what is too large for the table"),
  FAILURES("Failures", "What a function gave up on"),
  KEY("Key", "Encrypts the table, the buckets and the settings");

  private final String word;
  private final String words;

  Name(String word, String words) {
    this.word = word;
    this.words = words;
  }

  public String word() {
    return word;
  }

  public String words() {
    return words;
  }

  public String parameter(String dataStack) {
    return "/tapevault/" + dataStack + "/" + word;
  }
}
