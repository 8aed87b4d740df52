/// What a node does with files.
@NullMarked
package io.tapevault.node.disk;

import org.jspecify.annotations.NullMarked;
