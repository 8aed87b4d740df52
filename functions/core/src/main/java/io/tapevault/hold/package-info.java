/// Sessions that are held: they stay past their retention.
@NullMarked
package io.tapevault.hold;

import org.jspecify.annotations.NullMarked;
