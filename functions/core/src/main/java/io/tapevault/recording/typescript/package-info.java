/// Reads what `script` of util-linux writes.
@NullMarked
package io.tapevault.recording.typescript;

import org.jspecify.annotations.NullMarked;
