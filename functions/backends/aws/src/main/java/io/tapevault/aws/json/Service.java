package io.tapevault.aws.json;

import java.net.URI;

/// Which service (`ssm`, and `AmazonSSM` before the name of a call), where, and what messages say
/// that it is asked for.
public record Service(
    String name, String prefix, String region, URI address, String resource, String version) {

  /// One that speaks version 1.1 of AWS's JSON.
  public Service(String name, String prefix, String region, URI address, String resource) {
    this(name, prefix, region, address, resource, "1.1");
  }
}
