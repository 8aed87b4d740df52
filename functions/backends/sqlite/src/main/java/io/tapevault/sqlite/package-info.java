/// Events on one machine.
@NullMarked
package io.tapevault.sqlite;

import org.jspecify.annotations.NullMarked;
