@NullMarked
package io.tapevault.http.playback.events;

import org.jspecify.annotations.NullMarked;
