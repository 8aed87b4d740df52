/// What recorders leave on the disk of a node, and its bytes as they are uploaded.
@NullMarked
package io.tapevault.node.recordings.spool;

import org.jspecify.annotations.NullMarked;
