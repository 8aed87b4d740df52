/// Where recordings are kept: behind the vault's tickets, or in a folder.
@NullMarked
package io.tapevault.node.recordings.store;

import org.jspecify.annotations.NullMarked;
