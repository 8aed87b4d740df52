/// Events on one machine.
@NullMarked
package io.tapevault.disk.sqlite;

import org.jspecify.annotations.NullMarked;
