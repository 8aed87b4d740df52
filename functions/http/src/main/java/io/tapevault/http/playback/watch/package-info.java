@NullMarked
package io.tapevault.http.playback.watch;

import org.jspecify.annotations.NullMarked;
