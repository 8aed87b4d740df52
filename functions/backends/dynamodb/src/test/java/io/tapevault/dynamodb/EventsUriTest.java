package io.tapevault.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventsUriTest {

  @Test
  void every_option_is_read() {
    assertEquals(
        new EventsUri("my_events.2026-x", "eu-west-1", Optional.empty(), true),
        parse("dynamodb://my_events.2026-x?region=eu-west-1&use_fips_endpoint=true"));
    assertEquals(
        new EventsUri(
            "events", "us-east-1", Optional.of(URI.create("http://127.0.0.1:8000")), false),
        parse(
            "dynamodb://events/?endpoint=http%3A%2F%2F127.0.0.1%3A8000&region=us-east-1&use_fips_endpoint=false"));
  }

  @Test
  void an_endpoint_without_a_scheme_gets_one() {
    assertEquals(
        Optional.of(URI.create("https://ddb.example:8000")),
        parse("dynamodb://events?endpoint=ddb.example:8000&region=r").endpoint());
    assertEquals(
        Optional.of(URI.create("http://ddb.example:8000")),
        parse("dynamodb://events?endpoint=ddb.example:8000&insecure=true&region=r").endpoint());
  }

  @Test
  void the_region_comes_from_the_environment_where_the_uri_has_none() {
    Map<String, String> both = Map.of("AWS_REGION", "a-1", "AWS_DEFAULT_REGION", "b-1");
    assertEquals("a-1", EventsUri.parse("dynamodb://events", both).region());
    assertEquals("c-1", EventsUri.parse("dynamodb://events?region=c-1", both).region());
    assertEquals(
        "b-1", EventsUri.parse("dynamodb://events", Map.of("AWS_DEFAULT_REGION", "b-1")).region());
  }

  @Test
  void every_fault_is_named_at_once() {
    assertEquals(
        "'dynamodb://e?insecure=yes&use_fips_endpoint=true&endpoint=http://h&color=red&disable_conflict_check=1':"
            + " 'e' is not the name of a table;"
            + " disable_conflict_check would overwrite events, which is never done here; the region is missing (region=…, or AWS_REGION);"
            + " insecure is neither true nor false; use_fips_endpoint and endpoint exclude each other;"
            + " the option 'color' is not known",
        fault(
            "dynamodb://e?insecure=yes&use_fips_endpoint=true&endpoint=http://h&color=red&disable_conflict_check=1"));
    assertEquals("'s3://bucket' does not begin with dynamodb://", fault("s3://bucket"));
    assertEquals(
        "'dynamodb://events?region=r&insecure=true': insecure needs an endpoint",
        fault("dynamodb://events?region=r&insecure=true"));
    assertEquals(
        "'dynamodb://events?region=r&region=s': the option 'region' stands there twice",
        fault("dynamodb://events?region=r&region=s"));
    assertEquals(
        "'dynamodb://events?region=r&insecure=true&endpoint=https://h': insecure contradicts an endpoint with https",
        fault("dynamodb://events?region=r&insecure=true&endpoint=https://h"));
    assertEquals(
        "'dynamodb://events?region=r&endpoint=%zz': '%zz' is not percent-encoded as it should be; the endpoint '%zz' is not a URL",
        fault("dynamodb://events?region=r&endpoint=%zz"));
  }

  private static EventsUri parse(String uri) {
    return EventsUri.parse(uri, Map.of());
  }

  private static String fault(String uri) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> parse(uri)).getMessage());
  }
}
