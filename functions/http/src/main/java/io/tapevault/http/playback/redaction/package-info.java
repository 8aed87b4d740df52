@NullMarked
package io.tapevault.http.playback.redaction;

import org.jspecify.annotations.NullMarked;
