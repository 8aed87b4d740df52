/// The tail of Teleport's audit log.
@NullMarked
package io.tapevault.node.audit;

import org.jspecify.annotations.NullMarked;
