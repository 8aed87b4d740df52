/// Recordings from the spool to where they are kept.
@NullMarked
package io.tapevault.node.recordings;

import org.jspecify.annotations.NullMarked;
