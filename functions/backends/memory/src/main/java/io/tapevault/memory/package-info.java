/// Everything in the heap.
@NullMarked
package io.tapevault.memory;

import org.jspecify.annotations.NullMarked;
