package io.tapevault.aws.s3;

import io.tapevault.settings.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/// The one tag of ours on a version of an object; tags of others stay.
record S3Tags(S3Client s3, String bucket) {

  /// Sets our tag, or removes it where the value is null. What is so already is not written again.
  void set(String key, @Nullable String version, @Nullable String value) {
    List<Tag> before =
        s3.getObjectTagging(get -> get.bucket(bucket).key(key).versionId(version)).tagSet();
    List<Tag> after = new ArrayList<>(before);
    after.removeIf(tag -> tag.key().equals(Layout.TAG));
    if (value != null) {
      after.add(Tag.builder().key(Layout.TAG).value(value).build());
    }
    if (!List.copyOf(after).equals(before)) {
      s3.putObjectTagging(put ->
          put.bucket(bucket).key(key).versionId(version).tagging(tags -> tags.tagSet(after)));
    }
  }
}
