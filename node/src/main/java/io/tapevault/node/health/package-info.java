/// What a node says of itself.
@NullMarked
package io.tapevault.node.health;

import org.jspecify.annotations.NullMarked;
