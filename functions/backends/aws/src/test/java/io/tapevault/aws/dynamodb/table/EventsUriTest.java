package io.tapevault.aws.dynamodb.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.settings.AwsEndpoint;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class EventsUriTest {

  @Test
  void every_option_is_read() {
    assertEquals(
        new EventsUri("my_events.2026-x", new AwsEndpoint("eu-west-1", null, true)),
        parse("dynamodb://my_events.2026-x?region=eu-west-1&use_fips_endpoint=true"));
    URI here = URI.create("http://127.0.0.1:8000");
    assertEquals(
        new EventsUri("events", new AwsEndpoint("us-east-1", here, false)),
        parse("dynamodb://events/?endpoint=http%3A%2F%2F127.0.0.1%3A8000&use_fips_endpoint=false"));
    assertEquals(
        new EventsUri("events", new AwsEndpoint("us-east-1", here, false)),
        parse("dynamodb://events?endpoint=127.0.0.1:8000&insecure=true"));
  }

  @Test
  void the_default_region_holds_where_the_uri_has_none() {
    assertEquals(
        "a-1", EventsUri.parse(URI.create("dynamodb://events"), "a-1").endpoint().region());
    assertEquals(
        "c-1",
        EventsUri.parse(URI.create("dynamodb://events?region=c-1"), "a-1").endpoint().region());
  }

  @Test
  void every_fault_is_named_at_once() {
    String uri = "dynamodb://e?insecure=yes&color=red&disable_conflict_check=1";
    assertEquals(
        uri
            + " cannot be used: expected dynamodb://table?options, with the name of a table;"
            + " disable_conflict_check would overwrite events, which is never done here;"
            + " insecure is 'yes', neither true nor false; no region is given;"
            + " color is no option here, these are:"
            + " disable_conflict_check, endpoint, insecure, region, use_fips_endpoint",
        fault(uri));
    assertEquals(
        "s3://bucket?region=eu-west-1 cannot be used: expected dynamodb://table?options, with the name of a table",
        fault("s3://bucket?region=eu-west-1"));
  }

  private static EventsUri parse(String uri) {
    return EventsUri.parse(URI.create(uri), null);
  }

  private static String fault(String uri) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> parse(uri)).getMessage());
  }
}
