/// Writes asciicast v2.
@NullMarked
package io.tapevault.recording.asciicast;

import org.jspecify.annotations.NullMarked;
