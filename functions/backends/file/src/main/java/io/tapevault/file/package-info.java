/// Recordings in a folder.
@NullMarked
package io.tapevault.file;

import org.jspecify.annotations.NullMarked;
