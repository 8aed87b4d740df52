@NullMarked
package io.tapevault.http.playback.sessions;

import org.jspecify.annotations.NullMarked;
