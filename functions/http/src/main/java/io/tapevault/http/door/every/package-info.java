/// All doors together.
@NullMarked
package io.tapevault.http.door.every;

import org.jspecify.annotations.NullMarked;
