/// Masks what a cast shows: moments of it, and texts wherever they are.
@NullMarked
package io.tapevault.recording.masking;

import org.jspecify.annotations.NullMarked;
