@NullMarked
package io.tapevault.http.recordings;

import org.jspecify.annotations.NullMarked;
