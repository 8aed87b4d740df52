/// Everything in the heap.
@NullMarked
package io.tapevault.testkit.memory;

import org.jspecify.annotations.NullMarked;
