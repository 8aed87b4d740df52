/// What log shippers send: JSON of any kind, or lines of text.
@NullMarked
package io.tapevault.http.door.logs;

import org.jspecify.annotations.NullMarked;
