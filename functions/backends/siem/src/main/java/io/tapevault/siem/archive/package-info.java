/// An archive: files of events in a bucket of S3, or in a folder.
@NullMarked
package io.tapevault.siem.archive;

import org.jspecify.annotations.NullMarked;
