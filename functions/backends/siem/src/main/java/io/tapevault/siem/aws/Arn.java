package io.tapevault.siem.aws;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What of AWS takes the events: `arn:aws:firehose:eu-west-1:123456789012:deliverystream/soc`.
record Arn(String text, String partition, String region, String account, String name) {

  private static final Pattern FORM =
      Pattern.compile(
          "arn:(aws[a-z-]*):([a-z]+):([a-z0-9-]+):([0-9]{12}):([A-Za-z0-9_./-]{1,300})");

  /// Of one service, and below one kind of its resources. Throws an [IllegalArgumentException].
  static Arn parse(String text, String service, String kind) {
    Matcher arn = FORM.matcher(text);
    if (!arn.matches() || !arn.group(2).equals(service) || !arn.group(5).startsWith(kind)) {
      throw new IllegalArgumentException(
          "the address is not arn:aws:" + service + ":<region>:<account>:" + kind + "<name>");
    }
    return new Arn(
        text, arn.group(1), arn.group(3), arn.group(4), arn.group(5).substring(kind.length()));
  }

  /// Whether it is a queue or a topic that keeps an order.
  boolean isFifo() {
    return name.endsWith(".fifo");
  }

  URI endpoint(String host) {
    String domain = partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://" + host + "." + region + "." + domain + "/");
  }
}
