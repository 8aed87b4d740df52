/// What a node remembers on its disk.
@NullMarked
package io.tapevault.node.journal;

import org.jspecify.annotations.NullMarked;
