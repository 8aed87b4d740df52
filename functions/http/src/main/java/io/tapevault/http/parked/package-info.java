/// What was parked.
@NullMarked
package io.tapevault.http.parked;

import org.jspecify.annotations.NullMarked;
