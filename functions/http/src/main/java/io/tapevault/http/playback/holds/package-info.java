@NullMarked
package io.tapevault.http.playback.holds;

import org.jspecify.annotations.NullMarked;
