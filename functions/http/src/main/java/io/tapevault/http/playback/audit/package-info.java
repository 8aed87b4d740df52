@NullMarked
package io.tapevault.http.playback.audit;

import org.jspecify.annotations.NullMarked;
