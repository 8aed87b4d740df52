package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.SessionId;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3UriTest {

  private static final S3Protection ENCRYPTED = new S3Protection(true, null, null);

  @Test
  void a_bucket_alone_is_in_the_region_of_its_surroundings_and_encrypted() {
    assertEquals(
        new S3Uri("tapes", "", new S3Endpoint("eu-west-1", null, false, false), ENCRYPTED),
        S3Uri.parse(URI.create("s3://tapes"), "eu-west-1"));
  }

  @Test
  void every_option_of_teleport_is_read() {
    assertEquals(
        new S3Uri(
            "tapes",
            "team/a",
            new S3Endpoint("eu-west-1", URI.create("http://minio.example:9000"), true, false),
            new S3Protection(true, "alias/tapes", "private")),
        S3Uri.parse(
            URI.create(
                "s3://tapes/team/a/?region=eu-west-1&endpoint=minio.example:9000&insecure=true"
                    + "&disablesse=F&acl=private&sse_kms_key=alias%2Ftapes&use_fips_endpoint=0"
                    + "&use_s3_virtual_style_addressing=True&complete_initiators=teleport"),
            "us-east-2"));
  }

  @Test
  void a_store_of_ones_own_needs_no_region() {
    S3Endpoint endpoint =
        S3Uri.parse(URI.create("s3://tapes?endpoint=https://minio.example/"), null).endpoint();
    assertEquals(
        new S3Endpoint("us-east-1", URI.create("https://minio.example"), false, false), endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://tapes?region=eu-west-1,                             https://tapes.s3.eu-west-1.amazonaws.com/a%20b",
    "s3://tapes?region=us-east-1,                             https://tapes.s3.us-east-1.amazonaws.com/a%20b",
    "s3://tapes?region=us-east-1&use_fips_endpoint=true,      https://tapes.s3-fips.us-east-1.amazonaws.com/a%20b",
    "s3://tapes?region=cn-north-1,                            https://tapes.s3.cn-north-1.amazonaws.com.cn/a%20b",
    "s3://ta.pes?region=eu-west-1,                            https://s3.eu-west-1.amazonaws.com/ta.pes/a%20b",
    "s3://tapes?endpoint=minio.example,                       https://minio.example/tapes/a%20b",
    "s3://tapes?endpoint=h:9&insecure=true,                   http://h:9/tapes/a%20b",
    "s3://tapes?endpoint=h&use_s3_virtual_style_addressing=1, https://tapes.h/a%20b"
  })
  void an_object_has_an_address(String uri, String address) {
    assertEquals(
        URI.create(address), S3Uri.parse(URI.create(uri), null).endpoint().of(bucket(uri), "a b"));
  }

  private static String bucket(String uri) {
    return S3Uri.parse(URI.create(uri), null).bucket();
  }

  @Test
  void a_recording_lies_and_is_named_as_teleport_has_it() {
    SessionId sid = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
    S3Uri uri = S3Uri.parse(URI.create("s3://tapes//team%20a/"), "eu-west-1");
    assertEquals("team a/" + sid + ".tar", uri.key(new Recording(sid)));
    assertEquals(URI.create("s3://tapes/team%20a/" + sid), uri.location(new Recording(sid)));
  }

  @Test
  void every_fault_is_named_at_once() {
    String uri =
        "s3://Tapes?region=EU!&acl=everyone&disablesse=yes&use_fips_endpoint=true&endpoint=a/b"
            + "&sse_kms_key=k%20ey&retention=1&acl=private";
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> S3Uri.parse(URI.create(uri), null));
    assertEquals(
        uri
            + " cannot be used: acl is there twice"
            + "; expected s3://bucket/path?options, with a bucket's name in lower case"
            + "; endpoint 'a/b' is neither host[:port] nor http[s]://host[:port]"
            + "; region 'EU!' is no region's name"
            + "; disablesse is 'yes', neither true nor false"
            + "; sse_kms_key 'k ey' is no key's id, ARN or alias"
            + "; retention is no option here, these are: acl, complete_initiators, disablesse, endpoint, insecure,"
            + " region, sse_kms_key, use_fips_endpoint, use_s3_virtual_style_addressing",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://tapes | no region is given",
        "s3://tapes?region=a1&insecure=true | insecure goes with endpoint only: AWS is always reached by TLS",
        "s3://tapes?endpoint=https://h&insecure=true | insecure and an endpoint with https:// exclude each other",
        "s3://tapes?endpoint=h&use_fips_endpoint=true | use_fips_endpoint and endpoint exclude each other",
        "s3://tapes?region=a1&disablesse=true&sse_kms_key=k | sse_kms_key and disablesse exclude each other",
        "s3://user@tapes?region=a1 | expected s3://bucket/path?options, with a bucket's name in lower case",
        "file:///tapes?region=a1 | expected s3://bucket/path?options, with a bucket's name in lower case"
      })
  void what_does_not_go_together_is_refused(String uri, String fault) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> S3Uri.parse(URI.create(uri), null));
    assertEquals(uri + " cannot be used: " + fault, refused.getMessage());
  }

  @Test
  void a_misspelled_acl_is_answered_with_all_there_are() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> S3Uri.parse(URI.create("s3://tapes?acl=publik"), "eu-west-1"));
    assertEquals(
        "s3://tapes?acl=publik cannot be used: acl 'publik' is none of authenticated-read, aws-exec-read,"
            + " bucket-owner-full-control, bucket-owner-read, log-delivery-write, private, public-read,"
            + " public-read-write",
        refused.getMessage());
  }
}
