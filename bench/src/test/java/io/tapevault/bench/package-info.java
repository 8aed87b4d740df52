/// Measurements, and runs that take too long for a test, that anyone can repeat.
@NullMarked
package io.tapevault.bench;

import org.jspecify.annotations.NullMarked;
