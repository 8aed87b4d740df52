package io.tapevault.alarm;

/// What is counted on AWS, each under the name of its metric: where it is more than none, somebody
/// has to look.
public enum Counted {
  MISSING_RECORDINGS("MissingRecordings"),
  /// 1 while a document of settings stands there that was refused.
  REFUSED_CONFIG("RefusedConfig"),
  SILENT_NODES("SilentNodes");

  public static final String NAMESPACE = "Tapevault";

  /// By which metrics of several deployments are told apart.
  public static final String DIMENSION = "FunctionName";

  private final String metric;

  Counted(String metric) {
    this.metric = metric;
  }

  public String metric() {
    return metric;
  }
}
