/// Recordings in a folder.
@NullMarked
package io.tapevault.disk.file;

import org.jspecify.annotations.NullMarked;
