/// What the operator is told of, and sets right.
@NullMarked
package io.tapevault.infra.watch;

import org.jspecify.annotations.NullMarked;
