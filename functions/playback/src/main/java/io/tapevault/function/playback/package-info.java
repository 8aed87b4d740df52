/// Indexes recordings; searches, lists and shows.
@NullMarked
package io.tapevault.function.playback;

import org.jspecify.annotations.NullMarked;
