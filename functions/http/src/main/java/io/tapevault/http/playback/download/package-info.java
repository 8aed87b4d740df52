@NullMarked
package io.tapevault.http.playback.download;

import org.jspecify.annotations.NullMarked;
