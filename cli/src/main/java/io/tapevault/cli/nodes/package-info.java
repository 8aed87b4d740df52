/// A node, and the nodes that a vault hears of.
@NullMarked
package io.tapevault.cli.nodes;

import org.jspecify.annotations.NullMarked;
