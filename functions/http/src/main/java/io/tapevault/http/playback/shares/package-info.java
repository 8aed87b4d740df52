@NullMarked
package io.tapevault.http.playback.shares;

import org.jspecify.annotations.NullMarked;
