package io.tapevault.forwarding.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveAddressTest {

  @Test
  void a_bucket_has_a_region_and_may_have_a_prefix() {
    ArchiveAddress.Bucket bucket =
        new ArchiveAddress.Bucket("soc.archive", "audit/2026/", "eu-west-1");
    assertEquals(bucket, ArchiveAddress.parse("s3://soc.archive/audit/2026?region=eu-west-1"));
    assertEquals(bucket, ArchiveAddress.parse("s3://soc.archive/audit/2026/?region=eu-west-1"));
    assertEquals("s3://soc.archive/audit/2026/", bucket.location());
    ArchiveAddress.Bucket bare = new ArchiveAddress.Bucket("soc", "", "us-gov-west-1");
    assertEquals(bare, ArchiveAddress.parse("s3://soc?region=us-gov-west-1"));
    assertEquals(bare, ArchiveAddress.parse("s3://soc/?region=us-gov-west-1"));
    assertEquals("s3://soc/", bare.location());
  }

  @Test
  void a_folder_is_absolute() {
    assertEquals(
        new ArchiveAddress.Folder(URI.create("file:///var/lib/archive")),
        ArchiveAddress.parse("file:///var/lib/archive"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3://hidden-name",
        "s3://hidden-name/x?region=",
        "s3://Hidden-Name?region=eu-west-1",
        "s3://hidden-name/a//b?region=eu-west-1",
        "s3://hidden-name/../b?region=eu-west-1",
        "s3://hidden-name/_b?region=eu-west-1",
        "s3://hidden-name/dt=1?region=eu-west-1",
        "s3://hidden-name/x?region=eu-west-1&endpoint=evil.example.com",
        "s3://hidden-name/x?region=eu-west-1.evil.example.com",
        "https://hidden-name/",
        "file:hidden-name",
        "file://hidden-name/x",
        "file:///hidden-name?x",
        "/hidden-name",
        "file:///hidden-name\u0000 "
      })
  void anything_else_is_refused_without_repeating_it(String address) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ArchiveAddress.parse(address));
    assertFalse(String.valueOf(refused.getMessage()).contains("idden-"), refused.getMessage());
  }
}
