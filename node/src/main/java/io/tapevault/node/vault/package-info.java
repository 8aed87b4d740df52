/// The routes of the vault as a node asks them, through whatever lies between.
@NullMarked
package io.tapevault.node.vault;

import org.jspecify.annotations.NullMarked;
