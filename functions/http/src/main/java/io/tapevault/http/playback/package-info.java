@NullMarked
package io.tapevault.http.playback;

import org.jspecify.annotations.NullMarked;
