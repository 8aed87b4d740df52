/// Reads asciicast v1, v2 and v3, and writes v2 and v3.
@NullMarked
package io.tapevault.recording.asciicast;

import org.jspecify.annotations.NullMarked;
