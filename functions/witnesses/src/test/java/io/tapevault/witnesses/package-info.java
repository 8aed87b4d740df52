/// Servers that others wrote: what arrived there, read back by their own means, is what was stored.
@NullMarked
package io.tapevault.witnesses;

import org.jspecify.annotations.NullMarked;
