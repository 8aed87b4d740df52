@NullMarked
package io.tapevault.http.playback.asked;

import org.jspecify.annotations.NullMarked;
