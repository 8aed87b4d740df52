/// Recordings from the spool to the vault.
@NullMarked
package io.tapevault.node.recordings;

import org.jspecify.annotations.NullMarked;
