@NullMarked
package io.tapevault.playback;

import org.jspecify.annotations.NullMarked;
