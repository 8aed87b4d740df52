package io.tapevault.aws.json;

import java.net.URI;
import java.util.Map;

/// Which service (`ssm`, and `AmazonSSM` before the name of a call), where, what messages say that
/// it is asked for, and which right a call needs where that has another name.
public record Service(
    String name,
    String prefix,
    String region,
    URI address,
    String resource,
    String version,
    Map<String, String> rights) {

  /// One that speaks version 1.1 of AWS's JSON.
  public Service(String name, String prefix, String region, URI address, String resource) {
    this(name, prefix, region, address, resource, "1.1", Map.of());
  }

  String right(String action) {
    return name + ":" + rights.getOrDefault(action, action);
  }
}
